Feature: Limits
  Players set themselves limits, over all their entries in a community.  A lower one counts at once,
  a higher one after a day.

  Background:
    Given "Ghana" is offered at 2.50
    And Ama has 100 points

  Scenario: A stake may use a limit up
    Given Ama stakes at most 40 points a day
    When Ama bets 40 points on "Ghana"
    Then the bet stands

  Scenario: No stake passes a limit
    Given Ama stakes at most 40 points a day
    When Ama bets 41 points on "Ghana"
    Then it is refused as "stake-limit-reached"
    And Ama has 100 points left

  Scenario: A limit holds over all entries
    Given Ama stakes at most 40 points a week
    And Ama has 100 points in another competition
    And Ama has bet 30 points on "Ghana"
    When Ama bets 11 points there on "Ghana"
    Then it is refused as "stake-limit-reached"

  Scenario: Who knows more of a limit plans better
    Given Ama stakes at most 40 points a month
    And Ama has bet 30 points on "Ghana"
    When Ama looks at her limits
    Then 10 of 40 points a month are left

  Scenario: What was staked before counts too
    Given Ama has bet 30 points on "Ghana"
    And Ama stakes at most 40 points a day
    When Ama bets 11 points on "Ghana"
    Then it is refused as "stake-limit-reached"

  Scenario: A lower limit counts at once
    Given Ama stakes at most 40 points a day
    And Ama stakes at most 39 points a day
    When Ama bets 40 points on "Ghana"
    Then it is refused as "stake-limit-reached"

  Scenario: A higher limit does not count yet
    Given Ama stakes at most 40 points a day
    And Ama asks for 50 points a day
    When Ama bets 41 points on "Ghana"
    Then it is refused as "stake-limit-reached"

  Scenario: A higher limit is announced
    Given Ama stakes at most 40 points a day
    When Ama asks for 50 points a day
    Then 50 points a day wait for 24 hours

  Scenario: A higher limit counts after a day
    Given Ama stakes at most 40 points a day
    And Ama asks for 50 points a day
    And 24 hours have passed
    When Ama bets 50 points on "Ghana"
    Then the bet stands

  Scenario: A limit that was removed counts for another day
    Given Ama stakes at most 40 points a day
    And Ama asks for no limit a day
    When Ama bets 41 points on "Ghana"
    Then it is refused as "stake-limit-reached"

  Scenario: A limit that was removed is gone after a day
    Given Ama stakes at most 40 points a day
    And Ama asks for no limit a day
    And 24 hours have passed
    When Ama bets 100 points on "Ghana"
    Then the bet stands

  Scenario: Thinking again
    Given Ama stakes at most 40 points a day
    And Ama asks for 50 points a day
    And Ama takes that back
    And 24 hours have passed
    When Ama bets 41 points on "Ghana"
    Then it is refused as "stake-limit-reached"

  Scenario: Losses
    Given Ama loses at most 40 points a day
    When Ama bets 41 points on "Ghana"
    Then it is refused as "loss-limit-reached"

  Scenario: What was taken back was not lost
    Given Ama loses at most 40 points a day
    And Ama has bet 30 points on "Ghana"
    And Ama has taken that bet back
    When Ama bets 40 points on "Ghana"
    Then the bet stands

  Scenario: What came back may be lost again
    Given Ama loses at most 40 points a week
    And Ama has bet 30 points on "Ghana"
    And Ama has cashed that bet out for 28 points
    When Ama bets 38 points on "Ghana"
    Then the bet stands

  Scenario: What did not come back is lost
    Given Ama loses at most 40 points a month
    And Ama has bet 30 points on "Ghana"
    And Ama has cashed that bet out for 28 points
    When Ama bets 39 points on "Ghana"
    Then it is refused as "loss-limit-reached"
    And she reads that 2 of 40 points a month are lost

  Scenario: What was taken back was not staked
    Given Ama stakes at most 40 points a day
    And Ama has bet 30 points on "Ghana"
    And Ama has taken that bet back
    When Ama bets 40 points on "Ghana"
    Then the bet stands

  Scenario: What was cashed out was staked all the same
    Given Ama stakes at most 40 points a day
    And Ama has bet 30 points on "Ghana"
    And Ama has cashed that bet out for 28 points
    When Ama bets 11 points on "Ghana"
    Then it is refused as "stake-limit-reached"

  Scenario: A bet may be taken back in a time-out
    Given Ama has bet 30 points on "Ghana"
    And Ama takes a time-out of 24 hours
    When Ama takes that bet back
    Then Ama has 100 points left

  Scenario: A bet may be taken back once the community's day is another
    Given the community is in "Pacific/Kiritimati"
    And Ama has bet 30 points on "Ghana"
    And the community is in "Etc/GMT+12"
    When Ama takes that bet back
    Then Ama has 100 points left
    And nothing counts as staked

  Scenario: Time is up
    Given Ama plays at most 60 minutes a day
    And Ama has played for 60 minutes today
    When Ama bets 1 point on "Ghana"
    Then it is refused as "time-limit-reached"

  Scenario: Yesterday was another day
    Given Ama plays at most 60 minutes a day
    And Ama has played for 60 minutes yesterday
    When Ama bets 1 point on "Ghana"
    Then the bet stands

  Scenario: What the community allows
    Given the community lets nobody stake over 40 points a day
    When Ama bets 41 points on "Ghana"
    Then it is refused as "stake-limit-reached"
    And that is the community's limit

  Scenario: What the community allows may be used up
    Given the community lets nobody stake over 40 points a day
    When Ama bets 40 points on "Ghana"
    Then the bet stands
