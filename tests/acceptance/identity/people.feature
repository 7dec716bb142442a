Feature: People of a community
  Admins invite people, give and take roles, and keep out who spoils the game.

  Background:
    Given Efua is an admin here
    And Ama is a player here

  Scenario: An admin sees everybody
    When Efua looks at the people
    Then Efua sees Ama's address and her role "player"

  Scenario: An admin finds somebody by a part of their name
    Given Kojo is a player here
    When Efua looks for "OJO"
    Then Efua sees Kojo and nobody else

  Scenario: Many people are shown page by page
    Given 60 people play here
    When Efua leafs through the people
    Then Efua has seen all 62 of them, each once

  Scenario: A player becomes an admin
    When Efua makes Ama "admin"
    Then Ama may administer with her next click
    And the audit record says "person.promoted"

  Scenario: Somebody is made to enter results
    When Efua makes Ama "results"
    Then Ama may not administer

  Scenario: An admin is demoted
    Given Kojo is an admin here
    When Efua takes "admin" from Kojo
    Then Kojo is signed out
    And Kojo may not administer after signing in again
    And the audit record says "person.demoted"

  Scenario: The last admin stays
    Given Yaw is a superadmin
    When Yaw takes "admin" from Efua
    Then Yaw is told "This is the last admin."
    And Efua may administer with her next click

  Scenario: Nobody demotes themselves
    Given Kojo is an admin here
    When Efua takes "admin" from Efua
    Then Efua is told "You cannot do this to yourself."

  Scenario: Somebody new is invited
    When Efua invites "Esi@Pointsbook.example" as "results"
    Then "esi@pointsbook.example" is among the invited as "results"
    And the audit record says "person.invited"
    And the audit record says nothing of "esi@pointsbook.example"

  Scenario: Whoever accepts an invitation is invited no more
    Given Esi was invited as "results"
    When Esi joins
    Then nobody is among the invited
    And Esi may enter results

  Scenario: An invitation is withdrawn
    Given Esi was invited as "admin"
    When Efua withdraws Esi's invitation because "wrong address"
    Then nobody is among the invited
    And Esi has no role here
    And the audit record says "person.uninvited"
    And the audit record says "wrong address"

  Scenario: What was accepted is not withdrawn
    Given Esi was invited as "admin"
    And Esi has joined
    When Efua withdraws Esi's invitation because "wrong address"
    Then Efua is told "There is no such invitation."

  Scenario: The reason of a promotion is kept
    When Efua makes Ama "admin" because "she counts well"
    Then the audit record says "she counts well"

  Scenario: Nobody is promoted without a reason
    When Efua makes Ama "admin" without saying why
    Then Efua is told "Something in this form is missing or too long."
    And the audit record does not say "person.promoted"

  Scenario: What is no address is not invited
    When Efua invites "nobody" as "player"
    Then Efua is told "Give an e-mail address."

  Scenario: Nobody is made a superadmin by invitation
    When Efua invites "esi@pointsbook.example" as "superadmin"
    Then Efua is told "Choose a role."

  Scenario: A suspended player is out
    Given Ama is signed in
    When Efua suspends Ama because "she was rude"
    Then Ama is signed out
    And Ama is told that she is suspended, because "she was rude", when she signs in again
    And the audit record says "she was rude"

  Scenario: A suspended player's token opens nothing
    Given Efua suspends Ama because "she was rude"
    Then Ama's program is told "suspended"

  Scenario: A suspended player cannot be promoted
    Given Efua suspends Ama because "she was rude"
    When Efua makes Ama "admin"
    Then Efua is told "This person is suspended."

  Scenario: A suspension ends
    Given Efua suspends Ama because "she was rude"
    When Efua lets Ama play again because "she said sorry"
    Then Ama plays again
    And the audit record says "person.resumed"

  Scenario: A mistyped year of birth is corrected
    When Efua corrects Ama's year of birth to 1985 because "it was a slip"
    Then Ama was born on "01 January 1985"
    And the audit record says "it was a slip"
    And the audit record says nothing of "1985"

  Scenario: No correction leaves a player who is too young
    When Efua corrects Ama's year of birth to 2020 because "it was a slip"
    Then Efua is told "With this year of birth they could not play here."
    And Ama was born on "01 January 1990"

  Scenario: Nobody corrects their own year of birth
    When Efua corrects Efua's year of birth to 1985 because "it was a slip"
    Then Efua is told "You cannot do this to yourself."

  Scenario: Whoever mistyped their birthday is asked again
    Given Esi was turned away for her age
    When Efua lets Esi be asked for her age again because "it was a slip"
    Then Esi can join
    And the audit record says "person.age_asked_again"

  Scenario: Nobody is asked again who was not turned away
    When Efua lets Ama be asked for her age again because "it was a slip"
    Then Efua is told "Nobody with this address was turned away here for their age."

  Scenario: A suspension in one community is none in another
    Given Ama plays elsewhere too
    When Efua suspends Ama because "she was rude"
    Then Ama still plays elsewhere

  Scenario: People of other communities are out of reach
    Given Kwesi plays elsewhere
    When Efua makes Kwesi "admin"
    Then Efua is told "There is nobody like this here."

  Scenario: The sign-in service is away
    Given the sign-in service goes away
    When Efua makes Ama "admin"
    Then Efua is told "The sign-in service does not answer, so we cannot do this now."
    And the audit record does not say "person.promoted"

  Scenario: A superadmin locks a person out everywhere
    Given Yaw is a superadmin
    And Ama plays elsewhere too
    When Yaw locks Ama out of everything because "she cheats"
    Then Ama is signed out
    And Ama cannot sign in any more
    And Efua sees that Ama is locked out everywhere

  Scenario: A superadmin does not lock themselves out
    Given Yaw is a superadmin
    When Yaw locks Yaw out of everything because "why not"
    Then Yaw is told "You cannot do this to yourself."
