Feature: Private leagues
  Friends in a competition are ranked among themselves as well.  A code, passed on as a link or a
  picture, lets them in.

  Background:
    Given "World Cup" is running
    And Ama joins "World Cup"
    And Kofi joins "World Cup"

  Scenario: A player founds a league
    When Ama founds "Friends" in "World Cup"
    Then "Friends" has Ama in it

  Scenario: Whoever does not play founds none
    When Esi founds "Friends" in "World Cup"
    Then it is refused as "entry-needed"

  Scenario Outline: A league has a name
    When Ama founds "<name>" in "World Cup"
    Then it is refused as "private-league-name-invalid"

    Examples:
      | name                                                          |
      |                                                               |
      | 1234567890123456789012345678901234567890123456789012345678901 |

  Scenario: A name is taken once
    Given Ama founds "Friends" in "World Cup"
    When Kofi founds "Friends" in "World Cup"
    Then it is refused as "private-league-name-taken"

  Scenario: The community may do without
    Given the community has switched private leagues off
    When Ama founds "Friends" in "World Cup"
    Then it is refused as "private-leagues-off"

  Scenario: A friend joins with the code
    Given Ama founds "Friends" in "World Cup"
    When Kofi joins the league "Friends" with its code
    Then "Friends" has Ama and Kofi in it
    And Kofi finds "Friends" among his leagues

  Scenario: A code tells what it leads to
    Given Ama founds "Friends" in "World Cup"
    Then Kofi sees that its code leads to "Friends" in "World Cup"

  Scenario: A friend has to play first
    Given Ama founds "Friends" in "World Cup"
    When Esi joins the league "Friends" with its code
    Then it is refused as "entry-needed"

  Scenario: The invitation is a picture as well
    Given Ama founds "Friends" in "World Cup"
    Then Ama gets the link of "Friends" as a picture

  Scenario: Strangers see nothing of a league
    Given Ama founds "Friends" in "World Cup"
    When Kofi looks at "Friends"
    Then it is refused as "no-such-private-league"

  Scenario: A new code replaces the old one
    Given Ama founds "Friends" in "World Cup"
    And Ama asks for a new code of "Friends"
    When Kofi joins the league "Friends" with its earlier code
    Then it is refused as "no-such-private-league"

  Scenario: A friend leaves
    Given Ama founds "Friends" in "World Cup"
    And Kofi joins the league "Friends" with its code
    When Kofi leaves "Friends"
    Then "Friends" has Ama in it

  Scenario: The founder stays
    Given Ama founds "Friends" in "World Cup"
    When Ama leaves "Friends"
    Then it is refused as "founder-stays"

  Scenario: The founder removes somebody
    Given Ama founds "Friends" in "World Cup"
    And Kofi joins the league "Friends" with its code
    When Ama removes Kofi from "Friends"
    Then "Friends" has Ama in it

  Scenario: Only the founder changes a league
    Given Ama founds "Friends" in "World Cup"
    And Kofi joins the league "Friends" with its code
    When Kofi renames "Friends" to "Foes"
    Then it is refused as "founders-only"

  Scenario: An admin may, too, and it is recorded
    Given Ama founds "Friends" in "World Cup"
    When Efua renames "Friends" to "Good Friends"
    Then "Friends" is now called "Good Friends"
    And the audit record tells of "private_league.renamed"

  Scenario: What founders do is theirs
    Given Ama founds "Friends" in "World Cup"
    When Ama renames "Friends" to "Good Friends"
    Then "Friends" is now called "Good Friends"
    And the audit record tells nothing of it

  Scenario: Nobody joins an archived league
    Given Ama founds "Friends" in "World Cup"
    And Ama archives "Friends"
    When Kofi joins the league "Friends" with its code
    Then it is refused as "private-league-archived"

  Scenario: Nobody founds leagues without end
    Given Ama has founded 20 leagues in "World Cup"
    When Ama founds "Friends" in "World Cup"
    Then it is refused as "too-many-private-leagues"
