Feature: Pools
  The stakes of a pool are shared by those who were right.  Until then everybody sees what a point
  would return as things stand.

  Background:
    Given a competition whose pools keep 150 thousandths and carry over
    And "Ghana v Mali" has a market of Ghana, the draw and Mali

  Scenario: A pool is as the competition says
    When Efua opens a pool on "Ghana v Mali"
    Then it keeps 150 thousandths and never returns less than was staked
    And the audit record tells of "pool.opened"

  Scenario: An admin may agree otherwise
    When Efua opens a pool on "Ghana v Mali" that keeps 0 thousandths
    Then it keeps 0 thousandths and never returns less than was staked

  Scenario: What a point would return changes with each stake
    Given Efua has opened a pool on "Ghana v Mali"
    And 61 points are staked on Ghana and 39 on the draw
    When Ama looks at the pool
    Then a point would return 85/61 on Ghana, 85/39 on the draw and nothing yet on Mali
    And one more point would return 85/62 on Ghana and 85 on Mali

  Scenario: Nobody gets less than was staked
    Given Efua has opened a pool on "Ghana v Mali"
    And 99 points are staked on Ghana and 1 on the draw
    When Ama looks at the pool
    Then a point would return 1 on Ghana, 85 on the draw and nothing yet on Mali

  Scenario: The pools of a competition
    Given Efua has opened a pool on "Ghana v Mali"
    When Ama looks at the pools of the competition
    Then she finds the one on "Ghana v Mali", which takes stakes

  Scenario: After the lock a pool takes no stakes
    Given Efua has opened a pool on "Ghana v Mali"
    And "Ghana v Mali" has locked
    When Ama looks at the pools of the competition
    Then she finds the one on "Ghana v Mali", which takes none

  Scenario: One pool a market
    Given Efua has opened a pool on "Ghana v Mali"
    When Efua opens a pool on "Ghana v Mali"
    Then it is refused as "pool-exists"

  Scenario: Sent twice, a pool is opened once
    Given Efua has opened a pool on "Ghana v Mali"
    When Efua's browser sends that again
    Then it is done

  Scenario: An id names one pool
    Given Efua has opened a pool on "Ghana v Mali"
    And "Togo v Benin" has a market of Ghana, the draw and Mali
    When Efua opens one on "Togo v Benin" by the same id
    Then it is refused as "pool-id-reused"

  Scenario: The next pool is named
    Given Efua has opened a pool on "Ghana v Mali"
    And "Togo v Benin" has a market of Ghana, the draw and Mali
    And Efua has opened a pool on "Togo v Benin"
    When Efua lets "Ghana v Mali" carry over to "Togo v Benin"
    Then it is done
    And the audit record tells of "pool.next_named"

  Scenario: Nothing is carried over in a circle
    Given Efua has opened a pool on "Ghana v Mali"
    And "Togo v Benin" has a market of Ghana, the draw and Mali
    And Efua has opened a pool on "Togo v Benin"
    And Efua lets "Ghana v Mali" carry over to "Togo v Benin"
    When Efua lets "Togo v Benin" carry over to "Ghana v Mali"
    Then it is refused as "next-pool-unfit"

  Scenario: Nobody stakes on what is decided
    Given the market of "Ghana v Mali" is "settled"
    When Efua opens a pool on "Ghana v Mali"
    Then it is refused as "market-decided"

  Scenario: A pool keeps no more than half
    When Efua opens a pool on "Ghana v Mali" that keeps 501 thousandths
    Then it is refused as "pool-takeout-out-of-range"

  Scenario: Only what the competition is played on
    Given "Fiji v Tonga" is played elsewhere
    When Efua opens a pool on "Fiji v Tonga"
    Then it is refused as "not-played-on"

  Scenario: A player opens no pool
    When Ama opens a pool on "Ghana v Mali"
    Then it is refused as "forbidden"

  Scenario: The community may do without
    Given the community has switched pools off
    When Efua opens a pool on "Ghana v Mali"
    Then it is refused as "pools-off"
