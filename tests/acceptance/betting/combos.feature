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
    Given "Ghana lead at half-time" is offered at 1.80 in the event of "Ghana beat Mali"
    When Ama bets 10 points on "Ghana beat Mali" and "Ghana lead at half-time"
    Then the bet is refused as "same-event"
    And Ama has 100 points left

  Scenario: One locked selection stops the whole combo
    Given the market of "Togo beat Benin" has locked
    When Ama bets 10 points on "Ghana beat Mali" and "Togo beat Benin"
    Then the bet is refused as "market-locked"
    And Ama has 100 points left

  Scenario: Twenty selections are the most
    Given 21 selections are offered at 1.10
    When Ama bets 10 points on the first 20 of them
    Then the bet stands

  Scenario: Twenty-one are too many
    Given 21 selections are offered at 1.10
    When Ama bets 10 points on the first 21 of them
    Then the bet is refused as "bad-request"
    And Ama has 100 points left

  Scenario: The two that are refused are named
    Given "Ghana lead at half-time" is offered at 1.80 in the event of "Ghana beat Mali"
    When Ama bets 10 points on "Ghana beat Mali", "Togo beat Benin" and "Ghana lead at half-time"
    Then the bet is refused as "same-event"
    And it names "Ghana beat Mali" and "Ghana lead at half-time"

  Scenario: A competition may allow two of one event
    Given the competition allows two selections of one event
    And "Ghana lead at half-time" is offered at 1.80 in the event of "Ghana beat Mali"
    When Ama bets 10 points on "Ghana beat Mali" and "Ghana lead at half-time"
    Then the bet stands
    And it may pay 45 points

  Scenario: Two answers to one question never go together
    Given the competition allows two selections of one event
    And "Niger win" and "Chad win" are offered at 2.00 on one market
    When Ama bets 10 points on "Niger win" and "Chad win"
    Then the bet is refused as "selections-related"
    And it names "Niger win" and "Chad win"

  Scenario: Combos stay within their competition
    Given "Fiji beat Tonga" is offered at 2.00 in another competition only
    When Ama bets 10 points on "Ghana beat Mali" and "Fiji beat Tonga"
    Then the bet is refused as "not-offered"
    And Ama has 100 points left
