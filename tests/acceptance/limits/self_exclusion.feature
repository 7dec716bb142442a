Feature: Self-exclusion
  Players exclude themselves from a community for 6 months or more, or ask the platform to keep them
  from all.  Until it ends, nobody can end it.

  Background:
    Given "Ghana" is offered at 2.50
    And Ama has 100 points

  Scenario: Who is excluded does not bet
    Given Ama excludes herself for 6 months
    When Ama bets 1 point on "Ghana"
    Then it is refused as "taking-a-break"

  Scenario: Who is excluded still reads
    Given Ama excludes herself for 6 months
    When Ama looks at her limits
    Then she reads when her exclusion ends

  Scenario: Half a year is the least
    When Ama excludes herself for 5 months
    Then it is refused as "exclusion-too-short"

  Scenario: A time-out does not shorten an exclusion
    Given Ama excludes herself for 6 months
    When Ama takes a time-out of 24 hours
    Then her break lasts for over 4000 hours

  Scenario: Nobody ends an exclusion
    Given Ama excludes herself for 6 months
    When the application tries to end that
    Then it is not allowed to

  Scenario: The platform excludes a person
    Given a superadmin excludes Ama from the platform for 6 months
    When Ama bets 1 point on "Ghana"
    Then it is refused as "taking-a-break"

  Scenario: An exclusion from the platform holds wherever somebody joins later
    Given a superadmin excludes Ama from the platform for 6 months
    And Ama joins another community, where "Mali" is offered
    When Ama bets 1 point on "Mali"
    Then it is refused as "taking-a-break"

  Scenario: Others play on
    Given a superadmin excludes Ama from the platform for 6 months
    And Kofi has 100 points
    When Kofi bets 1 point on "Ghana"
    Then the bet stands
