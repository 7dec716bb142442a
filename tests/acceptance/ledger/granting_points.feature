Feature: Granting points
  An admin gives a player points to play with, out of the community's issue.

  Background:
    Given Ama has 30 points

  Scenario: A grant reaches the balance
    When Efua grants Ama 50 points because "a good start"
    Then Ama has 80 points left
    And Ama's statement begins with a grant of 50 from 30 to 80 because "a good start"
    And the grant stands in the audit record

  Scenario: A grant sent twice counts once
    When Efua grants Ama 50 points because "a good start"
    And Efua sends that again
    Then Ama has 80 points left

  Scenario: Up to the threshold one admin grants alone
    When Efua grants Ama 1000 points because "a big start"
    Then Ama has 1030 points left

  Scenario: Above the threshold no admin grants alone
    When Efua grants Ama 1001 points because "a big start"
    Then it is refused as "too-large-alone"
    And Ama has 30 points left

  Scenario: A grant without a reason is refused
    When Efua grants Ama 50 points because " "
    Then it is refused as "reason-missing"
    And Ama has 30 points left

  Scenario Outline: Nonsense is refused
    When Efua grants Ama <points> points because "a slip of the hand"
    Then it is refused as "<problem>"
    And Ama has 30 points left

    Examples:
      | points              | problem          |
      | 0                   | not-positive     |
      | -5                  | not-positive     |
      | 1000000000001       | amount-too-large |
      | 9223372036854775808 | amount-too-large |

  Scenario: Only admins grant points
    When Kofi, who is a player, grants Ama 50 points
    Then it is refused as "forbidden"
    And Ama has 30 points left
