Feature: Each-way
  Half of an each-way bet is for the win, half of it for a place.

  Scenario: A place pays a part of the odds
    Given "Sankofa wins the race" is offered at 9.00, a quarter of it for 3 places
    And Ama has 100 points
    When Ama bets 20 points each-way on "Sankofa wins the race"
    Then the bet stands with 2 lines
    And it may pay 120 points

  Scenario: Where no places are paid there is no each-way bet
    Given "Ghana beat Mali" is offered at 2.50
    And Ama has 100 points
    When Ama bets 20 points each-way on "Ghana beat Mali"
    Then the bet is refused as "no-place-terms"
    And Ama has 100 points left
