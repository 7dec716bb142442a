Feature: Retries
  Whoever does not know whether a bet stands sends it again; it is placed once.

  Background:
    Given "Ghana beat Mali" is offered at 2.50
    And Ama has 100 points

  Scenario: A retried bet is placed once, even after the lock
    Given Ama has bet 40 points on "Ghana beat Mali"
    And the market of "Ghana beat Mali" has locked
    When Ama's browser sends that bet again
    Then the bet stands
    And Ama has 60 points left

  Scenario: An id names one bet
    Given Ama has bet 40 points on "Ghana beat Mali"
    When Ama's browser sends 41 points under the same id
    Then the bet is refused as "bet-id-reused"
    And Ama has 60 points left

  Scenario: A refusal is not remembered
    Given Ama has bet 101 points on "Ghana beat Mali"
    And Ama is given 1 more point
    When Ama's browser sends that bet again
    Then the bet stands
    And Ama has 0 points left

  Scenario: A key names one bet, too
    Given Ama has bet 40 points on "Ghana beat Mali" with the key "mine"
    When Ama bets 40 points on "Ghana beat Mali" with the key "mine"
    Then the bet stands
    And Ama has 60 points left

  Scenario: A key is not used for another bet
    Given Ama has bet 40 points on "Ghana beat Mali" with the key "mine"
    When Ama bets 41 points on "Ghana beat Mali" with the key "mine"
    Then the bet is refused as "request-key-reused"
    And Ama has 60 points left
