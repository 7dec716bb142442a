@keycloak
Feature: Signing out
  Whoever signs out is out: here, at the sign-in service, and on other devices if they wish.

  Scenario: A player signs out
    Given Ama is signed in here
    When Ama signs out
    Then Ama is signed out
    And the sign-in service has forgotten Ama

  Scenario: A player signs a lost phone out
    Given Ama is signed in here
    And Ama is signed in on a phone
    When Ama signs the phone out
    Then the phone is signed out
    And Ama is still signed in

  Scenario: A player signs out everywhere
    Given Ama is signed in here
    And Ama is signed in on a phone
    And Ama is signed in elsewhere
    When Ama signs out everywhere
    Then all of Ama's devices are signed out

  Scenario: Nobody signs another person's session out
    Given Ama is signed in here
    And Kofi is signed in here
    When Kofi tries to sign Ama's session out
    Then Ama is still signed in

  @embedded
  Scenario: The sign-in service is away
    Given Ama is signed in here
    When the sign-in service goes away
    And Ama signs out
    Then Ama is signed out
    And Ama sees "it may still remember you"
