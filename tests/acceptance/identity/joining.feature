Feature: Joining a community
  Whoever comes for the first time tells us a little, and then plays.

  Background:
    Given Ama is new here

  @keycloak
  Scenario: A new player joins
    When Ama joins as "Ama Mensah"
    Then Ama is welcomed as "Ama Mensah", a player

  Scenario Outline: Whatever page they wanted, they are welcomed first
    When Ama opens "<page>"
    Then Ama is led to the welcome page, and back to "<page>" after it

    Examples:
      | page           |
      | /              |
      | /profile       |
      | /profile/keys  |

  @keycloak
  Scenario: A person who joined is not asked again
    Given Ama has joined as "Ama Mensah"
    When Ama signs in on another device
    Then Ama is welcomed as "Ama Mensah", a player

  Scenario: Somebody who was too young yesterday is old enough today
    When Ama joins, 18 years old today
    Then Ama is a player here

  Scenario: Somebody too young is turned away politely
    When Ama joins, 18 years old tomorrow
    Then Ama is told that she is not old enough yet
    And nothing is known of Ama here

  Scenario: Another date of birth does not help
    Given Ama was turned away for her age
    When Ama joins as "Ama Mensah"
    Then Ama is told that she is not old enough yet
    And the welcome page offers Ama no form

  Scenario: Who was too young may come when they are old enough
    Given Ama was turned away for her age
    When Ama's day has come
    And Ama joins as "Ama Mensah"
    Then Ama is a player here

  Scenario: A community of its own mind does not hear of it elsewhere
    Given Ama was turned away for her age
    When Ama joins elsewhere, where younger people may play
    Then Ama is a player elsewhere

  Scenario: A name is given once
    Given "Kofi" plays here
    When Ama joins as "KOFI"
    Then Ama is told "Somebody here has this name already."

  Scenario: Nobody plays without consent
    When Ama joins without agreeing to the terms
    Then Ama is told "Without your consent you cannot play."

  Scenario: What is typed is not lost
    When Ama joins as "A"
    Then Ama is told "Choose a name of 2 to 30 signs."
    And the form still knows her date of birth

  Scenario: New terms are put to everybody
    Given Ama has joined as "Ama Mensah"
    When the terms change
    Then Ama is asked to accept them before she goes on

  Scenario: Whoever accepts new terms goes on
    Given Ama has joined as "Ama Mensah"
    And the terms change
    When Ama accepts the new terms
    Then Ama is a player here

  Scenario: A full community takes nobody
    Given the community has room for 1 player
    And "Kofi" plays here
    When Ama joins as "Ama Mensah"
    Then Ama is told "This community has no room for more players at present."

  Scenario: The sign-in service is away
    When the sign-in service goes away
    And Ama joins as "Ama Mensah"
    Then Ama is told "The sign-in service does not answer, so we cannot do this now."
    And nothing is known of Ama here

  Scenario: A player changes their name
    Given Ama has joined as "Ama Mensah"
    When Ama changes her name to "Ama M."
    Then Ama is welcomed as "Ama M.", a player

  Scenario: A player cannot take another's name
    Given Ama has joined as "Ama Mensah"
    And "Kofi" plays here
    When Ama changes her name to "kofi"
    Then Ama is told "Somebody here has this name already."
