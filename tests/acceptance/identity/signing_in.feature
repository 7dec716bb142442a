@keycloak
Feature: Signing in
  People sign in at one service and play in their own communities.

  Scenario: A player signs in
    Given Ama is a player here
    When Ama signs in
    Then Ama is welcomed as "player"

  Scenario: A person comes back to the page they wanted
    Given Ama is a player here
    When Ama opens "/auth/sessions" and signs in
    Then Ama sees "Where you are signed in"

  Scenario: A superadmin is one everywhere
    Given Yaw is a superadmin
    When Yaw signs in
    Then Yaw is welcomed as "superadmin"

  Scenario: Roles of another community do not count here
    Given Ama is an admin elsewhere
    When Ama signs in
    Then Ama sees "Tell us a little more, and you can play"

  # The real one would have to send mail first.
  @embedded
  Scenario: Somebody new registers
    When Esi registers
    Then Esi sees "Tell us a little more, and you can play"

  Scenario: Somebody turns back at the sign-in service
    Given Ama is a player here
    When Ama turns back at the sign-in service
    Then Ama sees "You did not sign in, and nothing has changed."
    And Ama is invited to try again

  @embedded
  Scenario: The sign-in service fails half-way
    Given Ama is a player here
    When the sign-in service fails while Ama signs in
    Then Ama sees "The sign-in service does not answer."
    And Ama is invited to try again

  @embedded
  Scenario: The sign-in service is away, and people play on
    Given Ama is signed in here
    When the sign-in service goes away
    Then Ama is still signed in
