Feature: Competitions
  An admin prepares a competition, lets it run, and ends it.  Earlier ones and templates save work.

  Scenario: A draft is for admins' eyes
    Given "World Cup" is a draft
    When Ama looks at "World Cup"
    Then it is refused as "no-such-competition"
    And Ama finds no competition

  Scenario: A running competition is there for all
    Given "World Cup" is running
    Then Ama finds "World Cup"
    And the audit record tells of "competition.running"

  Scenario: Whoever has seen it is not sent it again
    Given "World Cup" is running
    And Ama has looked at "World Cup"
    When Ama looks at "World Cup" again
    Then she is told that nothing is new

  Scenario: Whoever has seen it is sent what is new
    Given "World Cup" is running
    And Ama has looked at "World Cup"
    And Efua lets "World Cup" go on to "finished"
    When Ama looks at "World Cup" again
    Then she is sent it anew

  Scenario Outline: Not every state follows on every other
    Given "World Cup" is a draft
    And Efua lets "World Cup" go on to "<first>"
    When Efua lets "World Cup" go on to "<second>"
    Then it is refused as "state-not-next"

    Examples:
      | first    | second   |
      | template | running  |
      | running  | draft    |
      | running  | archived |
      | archived | draft    |
      | archived | running  |

  Scenario: Finishing by mistake can be undone
    Given "World Cup" is running
    And Efua lets "World Cup" go on to "finished"
    When Efua lets "World Cup" go on to "running"
    Then it is done

  Scenario: What is over before it begins does not run
    Given "World Cup" is a draft that ended a minute ago
    When Efua lets "World Cup" go on to "running"
    Then it is refused as "period-past"

  Scenario: A copy has the settings of the earlier one
    Given "World Cup" is running, with 500 starting points
    And "World Cup" is played on an event
    When Efua copies "World Cup" as "World Cup II"
    Then "World Cup II" is a draft with 500 starting points, without events, at version 1
    And the two have different codes

  Scenario: Two do not share an address
    Given "World Cup" is running
    When Efua copies "World Cup" as "World Cup"
    Then it is refused as "competition-address-taken"

  Scenario: A community has as many competitions as it may
    Given the community may have 1 competition
    And "World Cup" is running
    When Efua copies "World Cup" as "World Cup II"
    Then it is refused as "too-many-competitions"

  Scenario: An archived one makes room
    Given the community may have 1 competition
    And "World Cup" is a draft
    And Efua lets "World Cup" go on to "archived"
    When Efua copies "World Cup" as "World Cup II"
    Then it is done

  Scenario: An event is added
    Given "World Cup" is running
    When Efua adds an event to "World Cup"
    Then "World Cup" is played on 1 event
    And players are told of 1 event more in "World Cup"

  Scenario: A whole league is added in one act
    Given "World Cup" is running
    And "World Cup" is played on an event
    When Efua adds a league of 3 events, that one and an ended one among them, to "World Cup"
    Then "World Cup" is played on 2 events
    And players are told of 1 event more in "World Cup"

  Scenario: What has ended is not played on
    Given "World Cup" is running
    When Efua adds an ended event to "World Cup"
    Then it is refused as "no-event-to-add"

  Scenario: Events of another community are not there
    Given "World Cup" is running
    When Efua adds an event of another community to "World Cup"
    Then it is refused as "no-event-to-add"

  Scenario: An event nobody bet on is taken away
    Given "World Cup" is running
    And "World Cup" is played on an event
    When Efua removes the event from "World Cup"
    Then "World Cup" is played on 0 events
    And the audit record tells of "competition.event_removed"

  Scenario Outline: An event that somebody played on stays
    Given "World Cup" is running
    And "World Cup" is played on an event
    And Ama made a <kind> on the event in "World Cup"
    When Efua removes the event from "World Cup"
    Then it is refused as "event-has-bets"
    And "World Cup" is played on 1 event

    Examples:
      | kind       |
      | bet        |
      | prediction |
