Feature: Confirming rulings
  Whoever may confirm a ruling first sees what it would do.

  Background:
    Given "Ghana v Mali" is on the programme
    And its winner, its total of 2.5 and its first half are bet on

  Scenario: A preview says what each selection becomes, and what it costs
    Given Ama bet 100 on 1 and Kofi 50 on 2
    And the match was played
    And Kwesi has entered that it ended 2-1
    When Efua looks at what it would do
    Then in the winner 1 would be won, 2 would be lost, and the first half would wait
    And 2 bets would end, 200 points would be paid, 100 of them beyond the stakes as was expected
    And Ama would win most, 200 for 100

  Scenario: A combo waits for its other leg
    Given Ama bet 100 on 1 and on another match
    And the match was played
    And Kwesi has entered that it ended 2-1
    When Efua looks at what it would do
    Then no bet would end

  Scenario: Looking changes nothing
    Given the match was played
    And Kwesi has entered that it ended 2-1
    When Efua looks at what it would do
    Then no market is graded

  Scenario: A correction takes a second person
    Given the match was played
    And Kwesi has entered that it ended 2-1
    And Kwesi has confirmed it
    And Kwesi has corrected version 1 to 2-2 because "I misread it"
    When Kwesi confirms it
    Then it is refused as "needs-second-person"
    And that is because of "correction"

  Scenario: A correction is announced with its reason
    Given Ama bet 100 on 1
    And the match was played
    And Kwesi has entered that it ended 2-1
    And Kwesi has confirmed it
    And Kwesi has corrected version 1 to 2-2 because "I misread it"
    When Yaw confirms it
    Then the winner is graded "1 lost, draw won, 2 lost"
    And the total is graded "over won, under lost" as before
    And players read "I misread it"

  Scenario: A competition may ask for a second person each time
    Given the competition has four eyes
    And the match was played
    And Kwesi has entered that it ended 2-1
    When Kwesi confirms it
    Then it is refused as "needs-second-person"
    And that is because of "four_eyes"

  Scenario: Whoever bet on the event does not confirm their own result
    Given Kwesi bet 100 on 1
    And the match was played
    And Kwesi has entered that it ended 2-1
    When Kwesi confirms it
    Then it is refused as "needs-second-person"
    And that is because of "own_bets"

  Scenario: Of the two at least one has not bet
    Given Kwesi bet 100 on 1
    And Yaw bet 100 on 1
    And the match was played
    And Kwesi has entered that it ended 2-1
    When Yaw confirms it
    Then it is refused as "conflict-of-interest"

  Scenario: Somebody without a bet confirms it
    Given Kwesi bet 100 on 1
    And the match was played
    And Kwesi has entered that it ended 2-1
    When Yaw confirms it
    Then the ruling is confirmed

  Scenario: A ruling is decided once
    Given the match was played
    And Kwesi has entered that it ended 2-1
    And Kwesi has confirmed it
    When Yaw confirms it
    Then it is refused as "ruling-decided"

  Scenario: Confirming again after a lost answer changes nothing
    Given the match was played
    And Kwesi has entered that it ended 2-1
    And Kwesi has confirmed it
    When Kwesi confirms it
    Then the ruling is confirmed
    And the community begins to settle

  Scenario: What waits is listed
    Given the match was played
    And Kwesi has entered that it ended 2-1
    When Efua asks what waits
    Then it is the ruling that Kwesi entered

  Scenario: All that a file said is confirmed at once
    Given a file said how 3 matches ended
    When Efua confirms all that waits
    Then the 3 matches are finished
