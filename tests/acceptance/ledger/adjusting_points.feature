Feature: Adjusting points
  An admin gives or takes points by hand.  Above 1000 points, the community's threshold, another
  admin has to agree.

  Background:
    Given Ama has 30 points

  Scenario: A small adjustment is made at once
    When Efua adjusts Ama by 1000 points because "a prize"
    Then Ama has 1030 points left

  Scenario: A large adjustment waits
    When Efua adjusts Ama by 1001 points because "a prize"
    Then Ama has 30 points left
    And the adjustment waits for another admin

  Scenario: Another admin approves
    Given Efua asks to adjust Ama by 1001 points because "a prize"
    When Yaw approves it
    Then Ama has 1031 points left
    And nothing waits for another admin

  Scenario: Nobody approves what they asked for
    Given Efua asks to adjust Ama by 1001 points because "a prize"
    When Efua approves it
    Then it is refused as "second-admin-needed"
    And Ama has 30 points left

  Scenario: Another admin refuses
    Given Efua asks to adjust Ama by 1001 points because "a prize"
    When Yaw refuses it
    Then Ama has 30 points left
    And nothing waits for another admin

  Scenario: Why an admin decided so is kept
    Given Efua asks to adjust Ama by 1001 points because "a prize"
    When Yaw refuses it because "she has it already"
    Then "adjustment.refused" stands in the audit record because "she has it already"

  Scenario: Nobody decides without a reason
    Given Efua asks to adjust Ama by 1001 points because "a prize"
    When Yaw approves it because " "
    Then it is refused as "reason-missing"
    And the adjustment waits for another admin

  Scenario: A request is decided once
    Given Efua asks to adjust Ama by 1001 points because "a prize"
    And Yaw approves it
    When Adwoa refuses it
    Then it is refused as "already-decided"
    And Ama has 1031 points left

  Scenario: Taking more than there is makes a debt
    When Efua adjusts Ama by -70 points because "paid twice"
    Then Ama owes 40 points

  Scenario: An adjustment sent twice counts once
    When Efua adjusts Ama by 10 points because "a prize"
    And Efua sends that again
    Then Ama has 40 points left

  Scenario: An adjustment of nothing is refused
    When Efua adjusts Ama by 0 points because "nothing"
    Then it is refused as "nothing-to-adjust"

  Scenario: Only admins adjust points
    When Kofi, who is a player, adjusts Ama by 10 points
    Then it is refused as "forbidden"
