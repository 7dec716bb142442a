Feature: Leaving
  Players delete their account.  The books still add up, under a number in place of a name.

  Background:
    Given Ama has 200 points

  Scenario: Nothing that tells who she was is left
    Given Ama has bet 40 points, noting "my birthday bet"
    And she has cancelled it
    When she leaves, typing her name
    Then she reads "Your account is deleted."
    And nothing in the community tells who she was
    And all that happened to her points is still in the books

  Scenario: She is signed out
    Given she has left
    When she opens her profile
    Then she is asked to sign in

  Scenario: The sign-in service forgets her
    Given she has left
    When the worker tells the sign-in service
    Then the sign-in service knows her no more

  Scenario: Whoever plays elsewhere loses their part here alone
    Given Ama plays in another community, too
    And she has left
    When the worker tells the sign-in service
    Then she can still sign in there, and has no role here

  Scenario: The sign-in service may be away meanwhile
    Given the sign-in service is away while she leaves
    When the worker tells the sign-in service
    Then the sign-in service knows her no more

  Scenario: Open bets come first
    Given Ama has bet 40 points, noting "my birthday bet"
    When she leaves, typing her name
    Then she reads "You have open bets."
    And she is still here, and still plays

  Scenario: A break holds
    Given Ama takes a break
    When she leaves, typing her name
    Then she reads "You are taking a break, and your account is what holds it."
    And she is still here, and still plays

  Scenario: Whoever others rely on hands over first
    Given Ama became an admin
    When she leaves, typing her name
    Then she reads "You have a role here that others rely on."
    And she is still here, and still plays

  Scenario: A slip of the finger deletes nothing
    When she leaves, typing "Kofi"
    Then she reads "This is not your name here."
    And she is still here, and still plays

  Scenario: Who left stays away when an older copy is restored
    Given she has left
    And a copy from before is restored
    When those who left are erased again
    Then nothing in the community tells who she was

  Scenario: Her place is free
    Given the community has room for two
    And Kofi has 10 points
    And she has left
    When Esi joins
    Then Esi plays here
