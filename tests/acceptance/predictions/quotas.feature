Feature: Quota points
  Where a competition plays with a quota, a right tendency earns more the fewer foretold it.

  Background:
    Given a quota from 2 to 6 points
    And "Ghana v Mali" is played in "Matchday 1"

  Scenario: The quota shows once the event has locked
    Given 3 players predict 1:0 and 1 predicts 0:0 for "Ghana v Mali"
    And "Ghana v Mali" has locked
    When Ama looks at the predictions of "Ghana v Mali"
    Then a right tendency earns 2 for the first, 6 for a draw and nothing for the second

  Scenario: Before the lock nobody can reckon by it
    Given 3 players predict 1:0 and 1 predicts 0:0 for "Ghana v Mali"
    When Ama looks at the predictions of "Ghana v Mali"
    Then she learns that 4 have predicted and nothing more

