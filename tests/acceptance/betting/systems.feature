Feature: Systems
  A system plays every combo of some size out of its selections, each for the same stake.

  Background:
    Given "Ghana beat Mali" is offered at 2.00
    And "Togo beat Benin" is offered at 3.00
    And "Niger beat Chad" is offered at 4.00
    And Ama has 100 points

  Scenario: Two out of three has three lines
    When Ama bets 30 points on all of them as a system of 2
    Then the bet stands with 3 lines
    And it may pay 260 points

  Scenario: A trixie adds the treble
    When Ama bets 40 points on all of them as a trixie
    Then the bet stands with 4 lines
    And it may pay 500 points

  Scenario: A stake that does not divide is refused
    When Ama bets 31 points on all of them as a system of 2
    Then the bet is refused as "stake-uneven"
    And Ama has 100 points left

  Scenario: A community may do without systems
    Given the community has switched off "systems"
    When Ama bets 40 points on all of them as a trixie
    Then the bet is refused as "feature-switched-off"
