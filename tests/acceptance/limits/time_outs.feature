Feature: Time-outs
  Players take a break of 24 hours to 6 weeks.  Nobody ends it early.

  Background:
    Given "Ghana" is offered at 2.50
    And Ama has 100 points

  Scenario: Nobody bets in a time-out
    Given Ama takes a time-out of 24 hours
    When Ama bets 1 point on "Ghana"
    Then it is refused as "taking-a-break"
    And Ama has 100 points left

  Scenario: A time-out ends by itself
    Given Ama takes a time-out of 24 hours
    And her break has ended
    When Ama bets 1 point on "Ghana"
    Then the bet stands

  Scenario: A shorter time-out shortens nothing
    Given Ama takes a time-out of 72 hours
    When Ama takes a time-out of 24 hours
    Then her break lasts for 72 hours

  Scenario: A time-out is no shorter than a day
    When Ama takes a time-out of 23 hours
    Then it is refused as "time-out-out-of-range"

  Scenario: A time-out is no longer than six weeks
    When Ama takes a time-out of 1009 hours
    Then it is refused as "time-out-out-of-range"

  Scenario: Points may be given back in a time-out
    Given Ama takes a time-out of 24 hours
    When Ama gives 30 points back
    Then Ama has 70 points left

  Scenario: Nobody asks for points in a time-out
    Given Ama takes a time-out of 24 hours
    When Ama asks for 30 points
    Then it is refused as "taking-a-break"
