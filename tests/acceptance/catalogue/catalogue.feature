Feature: The catalogue
  Admins say what can be bet on: who meets, when, and until when bets are taken.  Everybody reads
  the times on their own clocks.

  Background:
    Given Efua's community plays football
    And "Ghana v Mali" starts at 15:00 and takes bets until 14:30

  Scenario: Everybody reads times on their own clocks
    Given Ama lives in "Asia/Kolkata"
    When Ama looks at "Ghana v Mali"
    Then it starts at 15:00 UTC, which is 20:30 for Ama

  Scenario: Bets end as long before the start as ever
    When Efua moves "Ghana v Mali" to 18:00
    Then it starts at 18:00 and takes bets until 17:30
    And it was first to start at 15:00

  Scenario: Bets end at the start at the latest
    When Efua lets "Ghana v Mali" take bets until 15:01
    Then it is refused as "locks-after-start"

  Scenario: Nobody overwrites what they have not seen
    Given Efua has "Ghana v Mali" before her
    And another admin moves "Ghana v Mali" to 16:00 meanwhile
    When Efua moves what she saw to 18:00
    Then it is refused as "changed-since-read"
    And "Ghana v Mali" starts at 16:00

  Scenario: Nobody is taken out of an event
    When Efua leaves Mali out of "Ghana v Mali"
    Then it is refused as "participants-stay"

  Scenario: Who does not start has withdrawn
    When Efua marks Mali as withdrawn from "Ghana v Mali"
    Then Mali still has number 2, and has withdrawn

  Scenario: A placeholder makes way for who has qualified
    Given "Winner A v Winner B" starts at 20:00 and takes bets until 20:00
    When Efua replaces Winner A by Ghana
    Then number 1 is Ghana

  Scenario: A scorer shows the score and settles nothing
    Given bets are taken on "Ghana v Mali"
    When Kwesi ticks 1-0 after 20 minutes
    Then Ama sees 1-0 and that it is live
    And no market has changed

  Scenario: A score needs all who take part
    When Kwesi ticks a score of number 3
    Then it is refused as "score-implausible"

  Scenario: Players tick no scores
    When Ama ticks 1-0
    Then it is refused as "forbidden"

  Scenario: A cancelled event stays cancelled
    Given Efua says that "Ghana v Mali" is cancelled because "the pitch is flooded"
    When Efua says that "Ghana v Mali" is scheduled because "it dried up"
    Then it is refused as "status-impossible"

  Scenario: A community hides a sport
    When Efua hides football
    Then Ama finds no football
    But Efua still finds it

  Scenario: A community hides an event
    When Efua hides "Ghana v Mali"
    Then Ama finds no event
    And Ama cannot look at "Ghana v Mali"

  Scenario: Each multiplier of a community is a version
    Given Efua offers "Ghana v Mali" at 0.95 of the winnings
    When Efua offers "Ghana v Mali" at 1.05 of the winnings
    Then its multiplier is 1050, version 2
    And the versions were 950 and 1050

  Scenario: Hiding is no new version of the multiplier
    Given Efua offers "Ghana v Mali" at 0.95 of the winnings
    When Efua hides "Ghana v Mali" at 0.95 of the winnings
    Then its multiplier is 950, version 1

  Scenario: What all share is changed by the platform's staff
    Given the platform shares tennis
    When Efua renames tennis
    Then it is refused as "belongs-to-the-platform"

  Scenario: Admins write nothing for other communities
    When Efua adds "golf" for all communities
    Then it is refused as "forbidden"

  Scenario: The platform's staff adds a sport for all
    When Sena adds a sport for all communities
    Then Ama finds it, shared

  Scenario: A sport with events keeps its scheme
    When Efua says that football is told in sets
    Then it is refused as "scheme-fixed"

  Scenario: Every act is recorded
    When Efua moves "Ghana v Mali" to 18:00
    Then the audit says who moved it, from 15:00 to 18:00

  Scenario Outline: Events are found
    Given "Togo v Benin" starts at 17:00 and takes bets until 17:00
    When Ama asks for events with <filter>
    Then she finds <found>

    Examples:
      | filter                    | found                         |
      | text=ghana                | Ghana v Mali                  |
      | from=2030-06-11T16:00:00Z | Togo v Benin                  |
      | to=2030-06-11T17:00:00Z   | Ghana v Mali                  |
      | status=scheduled          | Ghana v Mali and Togo v Benin |
      | status=live               | nothing                       |
      | text=100%25               | nothing                       |
