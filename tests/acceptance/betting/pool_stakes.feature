Feature: Staking in a pool
  A stake in a pool is placed like any other bet.  It has no odds: the right stakes share them all.

  Background:
    Given "Ghana beat Mali" has a pool
    And Ama has 100 points

  Scenario: The stake goes into the pool
    When Ama stakes 40 points in the pool on "Ghana beat Mali"
    Then the bet stands
    And nobody knows what it may pay
    And Ama has 60 points left
    And the pool holds 40 points

  Scenario: A stake that is taken back leaves the pool
    Given Ama has staked 40 points in the pool on "Ghana beat Mali"
    When Ama takes the bet back
    Then the bet is cancelled
    And Ama has 100 points left
    And the pool holds 0 points

  Scenario: After the lock the pool is closed
    Given the market of "Ghana beat Mali" has locked
    When Ama stakes 40 points in the pool on "Ghana beat Mali"
    Then the bet is refused as "market-locked"
    And Ama has 100 points left

  Scenario: What was paid out takes no stake
    Given the pool on "Ghana beat Mali" has been paid out
    When Ama stakes 40 points in the pool on "Ghana beat Mali"
    Then the bet is refused as "pool-closed"
    And Ama has 100 points left

  Scenario: A pool is about its own market
    Given "Togo beat Benin" is offered at 3.00
    When Ama stakes 40 points in the pool on "Togo beat Benin"
    Then the bet is refused as "other-pool"
    And Ama has 100 points left

  Scenario: A stake in a pool cannot be cashed out
    Given Ama has staked 40 points in the pool on "Ghana beat Mali"
    When Ama asks for an offer to cash out
    Then it is refused as "no-cash-out"

  Scenario: A community may do without pools
    Given the community has switched off "pools"
    When Ama stakes 40 points in the pool on "Ghana beat Mali"
    Then the bet is refused as "feature-switched-off"
    And Ama has 100 points left
