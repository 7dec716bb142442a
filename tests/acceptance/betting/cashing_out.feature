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

  Scenario: The new offer can be accepted as it came
    Given Ama has seen an offer to cash out
    And the odds of "Ghana beat Mali" move to 2.00
    And Ama has accepted the offer she saw
    When Ama accepts what is offered instead
    Then the bet is cashed out for 47 points

  Scenario: A suspended market offers nothing
    Given the market of "Ghana beat Mali" is suspended
    When Ama asks for an offer to cash out
    Then it is refused as "no-cash-out-now"

  Scenario: Nothing is offered once the market has locked
    Given the market of "Ghana beat Mali" has locked
    When Ama asks for an offer to cash out
    Then it is refused as "market-locked"

  Scenario: A combo is worth what all its odds make of it
    Given "Togo beat Benin" is offered at 3.00
    And Ama has bet 10 points on "Ghana beat Mali" and "Togo beat Benin"
    And the odds of "Ghana beat Mali" move to 2.00
    And the odds of "Togo beat Benin" move to 2.00
    When Ama accepts the offer to cash out
    Then the bet is cashed out for 17 points
    And Ama has 67 points left

  Scenario: Each-way bets are not cashed out
    Given "Sankofa wins the race" is offered at 9.00, a quarter of it for 3 places
    And Ama has bet 20 points each-way on "Sankofa wins the race"
    When Ama asks for an offer to cash out
    Then it is refused as "no-cash-out"

  Scenario: Systems are not cashed out
    Given "Togo beat Benin" is offered at 3.00
    And "Niger beat Chad" is offered at 4.00
    And Ama has bet 40 points on all of them as a trixie
    When Ama asks for an offer to cash out
    Then it is refused as "no-cash-out"

  Scenario: A cash-out is final
    Given Ama has cashed the bet out
    When Ama takes the bet back
    Then it is refused as "bet-over"
    And Ama has 98 points left

  Scenario: Accepted twice, it pays once
    Given Ama has seen an offer to cash out
    And Ama has accepted the offer she saw
    When Ama accepts the offer she saw
    Then the bet is cashed out for 38 points
    And Ama has 98 points left

  Scenario: A community may do without
    Given the community has switched off "cash_out"
    When Ama asks for an offer to cash out
    Then it is refused as "feature-switched-off"

  Scenario Outline: A graded leg counts by what became of it
    Given "Togo beat Chad" is offered at 3.00
    And Ama has bet 10 points on "Ghana beat Mali" and "Togo beat Chad"
    And "Togo beat Chad" has <become>
    When Ama accepts the offer to cash out
    Then the bet is cashed out for <points> points
    And the offer is kept with the odds 2.50 and the first grading

    Examples:
      | become | points |
      | won    | 28     |
      | void   | 9      |

  Scenario: An offer is stale once another leg is graded
    Given "Togo beat Chad" is offered at 3.00
    And Ama has bet 10 points on "Ghana beat Mali" and "Togo beat Chad"
    And Ama has seen an offer to cash out
    And "Togo beat Chad" has won
    When Ama accepts the offer she saw
    Then it is refused as "cash-out-stale"
    And 28 points are offered instead

  Scenario: A cash-out explains itself
    Given Ama accepted the offer to cash out
    When Ama asks why
    Then she is told "You cashed the bet out for 38 points, whatever becomes of it."
