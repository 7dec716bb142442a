Feature: Ruling on markets
  Some markets are marked by hand; some should never have been, or not at these prices.

  Background:
    Given "Ghana v Mali" is on the programme
    And its winner, its total of 2.5 and its first half are bet on
    And "A red card?" can be bet on, too

  Scenario: A custom market is marked by hand
    Given Kwesi has marked "A red card?" yes won, no lost
    When Kwesi confirms it
    Then the A red card? is graded "yes won, no lost"
    And the community begins to settle

  Scenario: Marks add up to what was stated
    When Kwesi marks "A red card?" yes won, no won
    Then it is refused as "other-sum-of-wins"

  Scenario: Only custom markets are marked
    When Kwesi marks "winner" yes won, no lost
    Then it is refused as "not-marked-by-hand"

  Scenario: Marks can be corrected by two
    Given Kwesi has marked "A red card?" yes won, no lost
    And Kwesi has confirmed it
    And Kwesi has marked "A red card?" yes lost, no won
    When Yaw confirms it
    Then the A red card? is graded "yes lost, no won"

  Scenario: A market without bets is void by one admin's word
    Given Efua has ruled that the winner is void because "wrong teams"
    When Efua confirms it
    Then the winner is graded "1 void, draw void, 2 void"
    And the winner is void, at grading 1

  Scenario: A market with bets takes two
    Given Ama bet 100 on 1
    And Efua has ruled that the winner is void because "wrong teams"
    When Efua confirms it
    Then it is refused as "needs-second-person"
    And that is because of "bets_on_the_market"

  Scenario: Only admins confirm that a market is void
    Given Efua has ruled that the winner is void because "wrong teams"
    When Kwesi confirms it
    Then it is refused as "forbidden"

  Scenario: A void outlasts the result
    Given Efua has ruled that the winner is void because "wrong teams"
    And Efua has confirmed it
    And the match was played
    And Kwesi has entered that it ended 2-1
    When Kwesi confirms it
    Then the winner is graded "1 void, draw void, 2 void"

  Scenario: A void that is lifted is graded anew
    Given the match was played
    And Kwesi has entered that it ended 2-1
    And Kwesi has confirmed it
    And Efua has ruled that the winner is void because "wrong teams"
    And Yaw has confirmed it
    And Efua has ruled that the winner is not void because "right after all"
    When Yaw confirms it
    Then the winner is graded "1 won, draw lost, 2 lost"
    And the winner is settled, at grading 3

  Scenario: A void that is lifted before the result waits for it
    Given Efua has ruled that the winner is void because "wrong teams"
    And Efua has confirmed it
    And Efua has ruled that the winner is not void because "right after all"
    When Yaw confirms it
    Then no selection of the winner has an outcome
    And the winner is closed, at grading 2

  Scenario: A price that was a palpable error is corrected
    Given the price of 1 was 200.0 by mistake
    And Ama bet 10 on 1
    And Efua has ruled that it should have been 2.0 because "a slip of the finger"
    When Yaw confirms it
    Then bets at that price are paid at 2.0
    And the community begins to settle
    And players read "a slip of the finger"

  Scenario: Prices that never were are not corrected
    When Efua rules that version 7 of 1 should have been 2.0
    Then it is refused as "no-such-price"
