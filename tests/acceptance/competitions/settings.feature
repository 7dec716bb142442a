Feature: The settings of a competition
  How a competition is played stands in one document.  Each version is kept; players are told of
  each change; and nothing is changed that would rewrite what they have earned.

  Scenario: All that is wrong is said at once
    When Efua makes a competition with
      | field                      | value |
      | starting_points            | -1    |
      | cancel_seconds             | 86401 |
      | stakes.minimum             | 0     |
      | stakes.maximum             | -5    |
      | stakes.share_of_bankroll   | 1001  |
      | pools.takeout              | 501   |
      | predictions.tendency       | 9     |
      | top_up.points              | 0     |
    Then it is refused as "competition-invalid"
    And each of these fields has a complaint of its own

  Scenario: Name, address and period count, too
    When Efua makes a competition without a name that ends before it starts
    Then it is refused as "competition-invalid"
    And the complaints are about "name, slug, ends_at"

  Scenario: What nobody sent stays as it usually is
    Given "World Cup" is running, with 500 starting points
    Then the setting "stakes.maximum" of "World Cup" is 1000000
    And "World Cup" is at version 1

  Scenario: A change is the next version
    Given "World Cup" is running
    When Efua changes "stakes.maximum" of "World Cup" to 50
    Then "World Cup" is at version 2
    And the setting "stakes.maximum" of "World Cup" is 50
    And the setting "stakes.minimum" of "World Cup" is 1
    And the audit record tells of "competition.changed"

  Scenario: Players are told of a change
    Given "World Cup" is running
    When Efua changes "cancel_seconds" of "World Cup" to 30
    Then Ama reads that "settings.cancel_seconds" of "World Cup" went from 60 to 30

  Scenario: Nobody is told how a draft comes about
    Given "World Cup" is a draft
    When Efua changes "cancel_seconds" of "World Cup" to 30
    Then nothing was announced in "World Cup"

  Scenario: Changing nothing is no change
    Given "World Cup" is running
    When Efua changes "cancel_seconds" of "World Cup" to 60
    Then "World Cup" is at version 1

  Scenario: Nobody overwrites what they have not seen
    Given "World Cup" is running
    And Efua and Yaw have both opened "World Cup"
    When Efua changes it, and then Yaw
    Then it is refused as "competition-changed"
    And "World Cup" is at version 2

  Scenario Outline: What decides on points already earned stays while the competition runs
    Given "World Cup" is running
    When Efua changes "<setting>" of "World Cup" to <value>
    Then it is refused as "settings-fixed"

    Examples:
      | setting           | value          |
      | predictions.exact | 5              |
      | standing          | ["net_points"] |

  Scenario Outline: What decides on later acts only may change while it runs
    Given "World Cup" is running
    When Efua changes "<setting>" of "World Cup" to <value>
    Then it is done

    Examples:
      | setting            | value                           |
      | join_policy        | "invitation"                    |
      | modes              | ["fixed_odds"]                  |
      | top_up             | {"points": 50, "every": "week"} |
      | cash_out_margin    | 0                               |
      | same_event_combos  | true                            |
      | postponement_hours | 48                              |
      | four_eyes          | true                            |
      | pools.takeout      | 100                             |

  Scenario: Before it runs everything may change
    Given "World Cup" is a draft
    When Efua changes "predictions.exact" of "World Cup" to 5
    Then it is done

  Scenario: Other starting points are for later entries
    Given "World Cup" is running, with 500 starting points
    And Ama joins "World Cup"
    And Efua changes "starting_points" of "World Cup" to 700
    When Kofi joins "World Cup"
    Then Ama has 500 points in "World Cup"
    And Kofi has 700 points in "World Cup"

  Scenario: The beginning stays once it has come
    Given "World Cup" is running
    When Efua lets "World Cup" begin a day earlier
    Then it is refused as "period-fixed"

  Scenario: It does not end in the past
    Given "World Cup" is running
    When Efua lets "World Cup" end an hour ago
    Then it is refused as "period-fixed"

  Scenario: What is over stays as it was
    Given "World Cup" is running
    And Efua lets "World Cup" go on to "finished"
    When Efua changes "cancel_seconds" of "World Cup" to 30
    Then it is refused as "competition-over"

  Scenario: A setting that we do not know is refused
    Given "World Cup" is running
    When Efua changes "luck" of "World Cup" to 7
    Then it is refused as "bad-request"
