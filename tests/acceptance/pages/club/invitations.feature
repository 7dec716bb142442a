Feature: Invitations and private leagues on pages
  A link leads from a friend's message to the first event to bet on, whoever opens it.

  Background:
    Given "World Cup" is running
    And Kofi plays in "World Cup"
    And Kofi has founded "Friends"

  Scenario: The founder passes on a link, a code and a picture
    When Kofi visits the page of his league
    Then Kofi reads "Your league is there."
    And Kofi finds the link, the code and the picture

  Scenario: A stranger sees what the link leads to, and comes back to it
    When somebody visits the link
    Then somebody reads "A league among friends in World Cup"
    And signing in and registering lead back to the link

  Scenario: Whoever is new here goes all the way
    Given Esi signs in from the link for the first time
    When Esi tells a little more, and accepts the invitation
    Then Esi reads "You are in, with 1,000 points."
    And Esi is in the league

  Scenario: Whoever plays already joins the league with one tap
    Given Ama plays in "World Cup"
    And Ama visits the link
    When Ama accepts
    Then Ama reads "You are in."
    And Ama is in the league

  Scenario: The link of a member leads to the league
    When Kofi visits the link
    Then Kofi reads "Invite friends"

  Scenario: A code is typed as well as one can
    When somebody types the code in capitals
    Then somebody reads "A league among friends in World Cup"

  Scenario: A code that leads nowhere is said to
    When somebody types the code "nothing-such"
    Then somebody reads "This code leads nowhere."

  Scenario: A competition's own code opens its door
    Given "Cup of Codes" is running, and lets players in by code
    And Ama visits the link of "Cup of Codes"
    When Ama accepts
    Then Ama reads "You are in, with 1,000 points."

  Scenario: A name that is taken is said beside it
    When Kofi founds another "Friends"
    Then Kofi reads "Another private league of this competition has this name."
    And the name is still there

  Scenario: A member leaves, and the league is closed to them
    Given Ama plays in "World Cup"
    And Ama has joined "Friends"
    When Ama leaves the league
    Then Ama reads "No private league yet."

  Scenario: The founder looks after the league
    Given Ama plays in "World Cup"
    And Ama has joined "Friends"
    When Kofi removes Ama, takes a new code and archives the league
    Then the old link leads nowhere
    And the league holds Kofi alone, and takes nobody in
