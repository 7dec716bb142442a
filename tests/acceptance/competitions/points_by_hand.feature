Feature: Points given by hand
  Whoever gains from points neither gives them nor decides on them, however many admins there are.

  Background:
    Given "World Cup" is running
    And Efua joins "World Cup"
    And Ama joins "World Cup"

  Scenario: Nobody grants themselves points
    When Efua grants Efua 10 points in "World Cup"
    Then it is refused as "own-points"
    And Efua has 1000 points in "World Cup"

  Scenario: Nobody adjusts their own points
    When Efua adjusts Efua by 10 points in "World Cup"
    Then it is refused as "own-points"
    And Efua has 1000 points in "World Cup"

  Scenario: Nobody approves what another admin asked for them
    Given Yaw adjusts Efua by 5000 points in "World Cup"
    When Efua approves that
    Then it is refused as "own-points"
    And Efua has 1000 points in "World Cup"

  Scenario: Nobody keeps points by refusing
    Given Yaw adjusts Efua by -5000 points in "World Cup"
    When Efua refuses that
    Then it is refused as "own-points"
    And the adjustment still waits

  Scenario: Others may be given points
    When Efua grants Ama 10 points in "World Cup"
    Then Ama has 1010 points in "World Cup"

  Scenario: A statement says whose it is
    Then the statement of Ama is headed with her name and "World Cup"

  Scenario: The list of adjustments says whose they are
    Given Yaw adjusts Ama by 5000 points in "World Cup"
    Then the list of adjustments names Ama and "World Cup"
