Feature: Cashing out
  An open bet can be given up for what it is worth at the present odds, less a margin.

  Background:
    Given "Ghana beat Mali" is offered at 2.50
    And Ama has 100 points
    And Ama has bet 40 points on "Ghana beat Mali"

  Scenario: The offer follows the odds
    Given the odds of "Ghana beat Mali" move to 2.00
    When Ama accepts the offer to cash out
    Then the bet is cashed out for 47 points
    And Ama has 107 points left
    And nothing is at risk on "Ghana beat Mali"

  Scenario: Worse odds offer less than the stake
    Given the odds of "Ghana beat Mali" move to 5.00
    When Ama accepts the offer to cash out
    Then the bet is cashed out for 19 points
    And Ama has 79 points left

  Scenario: A stale offer is refused with the new one
    Given Ama has seen an offer to cash out
    And the odds of "Ghana beat Mali" move to 2.00
    When Ama accepts the offer she saw
    Then it is refused as "cash-out-stale"
    And 47 points are offered instead
    And Ama has 60 points left

  Scenario: A suspended market offers nothing
    Given the market of "Ghana beat Mali" is suspended
    When Ama asks for an offer to cash out
    Then it is refused as "no-cash-out-now"
