Feature: Taking a bet back
  For a while after placing it, and before anything locks, a player may take a bet back.

  Background:
    Given "Ghana beat Mali" is offered at 2.50
    And Ama has 100 points
    And Ama has bet 40 points on "Ghana beat Mali"

  Scenario: The stake comes back in full
    When Ama takes the bet back
    Then the bet is cancelled
    And Ama has 100 points left
    And nothing is at risk on "Ghana beat Mali"

  Scenario: Taking it back twice gives the stake back once
    Given Ama has taken the bet back
    When Ama takes the bet back
    Then the bet is cancelled
    And Ama has 100 points left

  Scenario: After the grace period it is too late
    Given the bet is 61 seconds old
    When Ama takes the bet back
    Then it is refused as "too-late-to-cancel"
    And Ama has 60 points left

  Scenario: Once the market has locked it is too late
    Given the market of "Ghana beat Mali" has locked
    When Ama takes the bet back
    Then it is refused as "market-locked"
    And Ama has 60 points left
