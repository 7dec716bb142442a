Feature: Placing a bet
  A player stakes points on a selection while its market is open.

  Background:
    Given "Ghana beat Mali" is offered at 2.50
    And Ama has 100 points

  Scenario: The stake leaves the player's balance
    When Ama bets 40 points on "Ghana beat Mali"
    Then the bet stands
    And it may pay 100 points
    And Ama has 60 points left

  Scenario: A player may stake their last point
    When Ama bets 100 points on "Ghana beat Mali"
    Then the bet stands
    And Ama has 0 points left

  Scenario: Nobody stakes points they lack
    When Ama bets 101 points on "Ghana beat Mali"
    Then the bet is refused as "not-enough-points"
    And Ama has 100 points left

  Scenario: A late bet is refused
    Given the market of "Ghana beat Mali" has locked
    When Ama bets 40 points on "Ghana beat Mali"
    Then the bet is refused as "market-locked"
    And Ama has 100 points left

  Scenario: No market is open longer than its event
    Given the event of "Ghana beat Mali" has locked, and its market has an hour to go
    When Ama bets 40 points on "Ghana beat Mali"
    Then the bet is refused as "market-locked"
    And Ama has 100 points left

  Scenario: Nobody bets on what has begun
    Given the event of "Ghana beat Mali" is live
    When Ama bets 40 points on "Ghana beat Mali"
    Then the bet is refused as "event-not-scheduled"
    And Ama has 100 points left

  Scenario: A suspended market takes no bets
    Given the market of "Ghana beat Mali" is suspended
    When Ama bets 40 points on "Ghana beat Mali"
    Then the bet is refused as "market-not-open"
    And Ama has 100 points left

  Scenario: A quote says what a bet would be, and changes nothing
    When Ama asks what 40 points on "Ghana beat Mali" would be
    Then the quote says 100 points
    And Ama has 100 points left

  Scenario: A quote says why a bet would be refused
    Given the market of "Ghana beat Mali" is suspended
    When Ama asks what 40 points on "Ghana beat Mali" would be
    Then the quote says it would be refused as "market-not-open"

  Scenario: A quote says all that speaks against a bet
    Given the market of "Ghana beat Mali" is suspended
    When Ama asks what 101 points on "Ghana beat Mali" would be
    Then the quote says it would be refused as "market-not-open" and "not-enough-points"
