Feature: Vouchers
  An admin makes vouchers, whose codes are worth points once.

  Background:
    Given Ama has 100 points
    And Efua and Yaw are admins

  Scenario: A voucher is worth its points
    Given Efua makes a voucher of 50 points
    When Ama uses it
    Then Ama has 150 points left

  Scenario: A voucher is worth them once
    Given Efua makes a voucher of 50 points
    And Ama uses it
    And Kofi has 10 points
    When Kofi uses it
    Then it is refused as "voucher-used"
    And Kofi has 10 points left

  Scenario: Used twice by a nervous finger
    Given Efua makes a voucher of 50 points
    And Ama uses it
    When Ama's browser sends that again
    Then Ama has 150 points left

  Scenario: A typing error is told from a forgery
    Given Efua makes a voucher of 50 points
    When Ama mistypes it
    Then it is refused as "code-mistyped"

  Scenario: A voucher of another community is none
    Given Efua makes a voucher of 50 points
    When somebody uses it in another community
    Then it is refused as "no-such-voucher"

  Scenario: A voucher expires
    Given Efua makes a voucher of 50 points
    And it has expired
    When Ama uses it
    Then it is refused as "voucher-expired"
    And Ama has 100 points left

  Scenario: A voucher is withdrawn
    Given Efua makes a voucher of 50 points
    And Yaw withdraws it
    When Ama uses it
    Then it is refused as "voucher-withdrawn"
    And Ama has 100 points left

  Scenario: A used voucher cannot be withdrawn
    Given Efua makes a voucher of 50 points
    And Ama uses it
    When Yaw withdraws it
    Then it is refused as "voucher-used"

  Scenario: Nobody uses a voucher of their own making
    Given Efua makes a voucher of 50 points
    When Efua uses it
    Then it is refused as "own-voucher"

  Scenario: A voucher is worth no more than an admin may grant alone
    When Efua makes a voucher of 1001 points
    Then it is refused as "vouchers-too-large"

  Scenario: Vouchers made at once are worth no more together
    When Efua makes 21 vouchers of 50 points
    Then it is refused as "vouchers-too-large"

  Scenario: Nobody uses a voucher in a break
    Given Efua makes a voucher of 50 points
    And Ama takes a time-out
    When Ama uses it
    Then it is refused as "taking-a-break"
