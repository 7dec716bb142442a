Feature: Entering results
  Officials say how an event ended.  It counts once it is confirmed.

  Background:
    Given "Ghana v Mali" is on the programme
    And its winner, its total of 2.5 and its first half are bet on
    And the match was played

  Scenario: A result waits until it is confirmed
    When Kwesi enters that it ended 2-1
    Then the ruling is pending
    And no market is graded

  Scenario: A confirmed result grades the markets
    Given Kwesi has entered that it ended 2-1, 1-0 at half time
    When Kwesi confirms it
    Then the winner is graded "1 won, draw lost, 2 lost"
    And the total is graded "over won, under lost"
    And the event is finished
    And the community begins to settle

  Scenario: What cannot be graded yet takes no bets any more
    Given Kwesi has entered that it ended 2-1
    When Kwesi confirms it
    Then the winner is graded "1 won, draw lost, 2 lost"
    And the first half is closed and waits

  Scenario: A result that makes no sense is refused
    When Kwesi enters that Togo, who did not play, scored
    Then it is refused as "result-impossible"

  Scenario: A result that can hardly be true is doubted
    When Kwesi enters that it ended 1-1, 2-0 at half time
    Then it is refused as "result-doubted"
    And the doubt is "full_time: nobody has fewer than in half_time"

  Scenario: A doubted result is saved for a reason
    When Kwesi enters that it ended 1-1, 2-0 at half time, anyway because of "a protest"
    Then the ruling is pending
    And the doubt is kept with its reason "a protest"

  Scenario: A match that has not been played has no result yet
    Given the match begins in an hour
    When Kwesi enters that it ended 2-1
    Then it is refused as "result-doubted"

  Scenario: Of two at once the second is shown the first's
    Given Kwesi has entered that it ended 2-1
    When Yaw enters that it ended 2-2
    Then it is refused as "result-entered-meanwhile"
    And he is shown that Kwesi's version 1 is 2-1

  Scenario: Two who agree have entered one result
    Given Kwesi has entered that it ended 2-1
    When Yaw enters that it ended 2-1
    Then it is the ruling that Kwesi entered

  Scenario: A newer result overtakes one that waits
    Given Kwesi has entered that it ended 2-1
    When Kwesi corrects version 1 to 2-2 because "I misread it"
    Then the first ruling is overtaken

  Scenario: A refused result can be entered again
    Given Kwesi has entered that it ended 2-1
    And Yaw has refused it because "I saw 2-2"
    When Kwesi corrects version 1 to 2-1 because "I asked the referee"
    Then the ruling is pending
    And the newest version is 2

  Scenario: An event that was never played is void
    Given Kwesi has entered that it was never played
    When Kwesi confirms it
    Then the winner is graded "1 void, draw void, 2 void"
    And the event is cancelled

  Scenario: What was decided before an event was abandoned stands
    Given Kwesi has entered that it was abandoned at 2-1
    When Kwesi confirms it
    Then the total is graded "over won, under lost"
    And the winner is graded "1 void, draw void, 2 void"
    And the event is abandoned

  Scenario: A walkover is void
    Given Kwesi has entered that Mali did not come
    When Kwesi confirms it
    Then the winner is graded "1 void, draw void, 2 void"

  Scenario: The true start is noted, for bets that came late
    Given Kwesi has entered that it ended 2-1 and began 10 minutes before its time
    When Kwesi confirms it
    Then the grading says that bets from then on were late
