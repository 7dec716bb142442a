Feature: Odds that move
  A player says what to do when the odds have moved since they saw them.

  Background:
    Given "Ghana beat Mali" is offered at 2.50
    And Ama has 100 points

  Scenario Outline: Moved odds
    Given the odds of "Ghana beat Mali" move to <now>
    When Ama bets 40 points on "Ghana beat Mali" at 2.50 or <policy>
    Then <verdict>

    Examples:
      | now  | policy | verdict                           |
      | 2.60 | exact  | the bet is refused as "odds-moved" |
      | 2.60 | better | it may pay 104 points             |
      | 2.40 | better | the bet is refused as "odds-moved" |
      | 2.40 | any    | it may pay 96 points              |
