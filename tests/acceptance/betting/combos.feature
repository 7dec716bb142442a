Feature: Combos
  A combo wins when all its selections do, and multiplies their odds.

  Background:
    Given "Ghana beat Mali" is offered at 2.50
    And "Togo beat Benin" is offered at 3.00
    And Ama has 100 points

  Scenario: Odds multiply
    When Ama bets 10 points on "Ghana beat Mali" and "Togo beat Benin"
    Then the bet stands
    And it may pay 75 points

  Scenario: Two of one event are refused
    Given "Both teams score" is offered at 1.80 in the event of "Ghana beat Mali"
    When Ama bets 10 points on "Ghana beat Mali" and "Both teams score"
    Then the bet is refused as "same-event"
    And Ama has 100 points left

  Scenario: One locked selection stops the whole combo
    Given the market of "Togo beat Benin" has locked
    When Ama bets 10 points on "Ghana beat Mali" and "Togo beat Benin"
    Then the bet is refused as "market-locked"
    And Ama has 100 points left
