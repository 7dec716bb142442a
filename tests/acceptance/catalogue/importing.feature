Feature: Importing events
  Whoever imports a file first sees what it would change.  Then exactly that happens, or nothing.

  Background:
    Given the file "cup.csv"
      """
      sport,scheme,league,round,participants,starts,zone
      football,goals,The Cup,Final,Ghana; Mali,2030-06-11 13:00,UTC-6
      football,goals,The Cup,Third place,Togo; Benin,2030-06-10 19:30,Africa/Accra
      """

  Scenario: A preview changes nothing
    When Efua previews the file
    Then 8 things would be added
    And there is no event

  Scenario: What was previewed happens
    Given Efua previews the file
    When Efua applies it
    Then "the-cup-final-ghana-v-mali" starts at 2030-06-11T19:00:00Z
    And "the-cup-third-place-togo-v-benin" starts at 2030-06-10T19:30:00Z
    And the audit has 1 import

  Scenario: The same file again changes nothing
    Given Efua has imported the file
    When Efua previews the file
    Then 2 things stay as they are and nothing would change

  Scenario: A preview shows what was and what would be
    Given Efua has imported the file
    And "13:00,UTC-6" became "15:00,UTC-6" in it
    When Efua previews the file
    Then only the start and the lock of "the-cup-final-ghana-v-mali" would change, by two hours

  Scenario: The postponement rule counts from the first start
    Given Efua has imported the file
    And "2030-06-11 13:00" became "2030-06-12 13:00" in it
    When Efua imports the file
    Then "the-cup-final-ghana-v-mali" was first to start at 2030-06-11T19:00:00Z

  Scenario: Nothing happens that was not previewed
    Given Efua previews the file
    And "13:00,UTC-6" became "15:00,UTC-6" in it
    When Efua applies it
    Then it is refused as "import-outdated"
    And there is no event

  Scenario: Nothing happens when the world has changed meanwhile
    Given Efua has imported the file
    And "13:00,UTC-6" became "15:00,UTC-6" in it
    And Efua previews the file
    And another admin moves "the-cup-final-ghana-v-mali" meanwhile
    When Efua applies it
    Then it is refused as "import-outdated"

  Scenario: An import whose answer was lost is sent again
    Given Efua previews the file
    And Efua applies it
    When Efua sends the very same again
    Then the answer is the first one
    And the audit has 1 import

  Scenario: An import is sent again after the world has changed
    Given Efua previews the file
    And Efua applies it
    And another admin moves "the-cup-final-ghana-v-mali" meanwhile
    When Efua sends the very same again
    Then the answer is the first one
    And "the-cup-final-ghana-v-mali" starts at 2030-06-11T20:00:00Z

  Scenario: Another file under a digest that was applied is not that import again
    Given Efua previews the file
    And Efua applies it
    And "13:00,UTC-6" became "15:00,UTC-6" in it
    When Efua applies it
    Then it is refused as "import-outdated"

  Scenario: What was undone can be imported once more
    Given Efua has imported the file
    And "13:00,UTC-6" became "15:00,UTC-6" in it
    And Efua has imported the file
    And "15:00,UTC-6" became "13:00,UTC-6" in it
    And Efua has imported the file
    And "13:00,UTC-6" became "15:00,UTC-6" in it
    When Efua imports the file
    Then "the-cup-final-ghana-v-mali" starts at 2030-06-11T21:00:00Z

  Scenario: Every bad line is named, and no line is imported
    Given "13:00,UTC-6" became "25:00,UTC-6" in it
    And "Africa/Accra" became "Africa/Akkra" in it
    When Efua previews the file
    Then it is refused as "import-refused"
    And it complains of line 2, column starts: '25:00' is no time of day
    And it complains of line 3, column starts: 'Africa/Akkra' is no zone such as UTC-6 or Africa/Accra
    And there is no event

  Scenario: Clocks that go forward never show some times
    Given "2030-06-11 13:00,UTC-6" became "2030-03-31 02:30,Europe/Berlin" in it
    When Efua previews the file
    Then it complains of line 2, column starts: clocks in Europe/Berlin go forward and never show 2030-03-31 02:30; is it an hour later?

  Scenario: Clocks that go back show some times twice
    Given "2030-06-11 13:00,UTC-6" became "2030-10-27 02:30,Europe/Berlin" in it
    When Efua previews the file
    Then it complains of line 2, column starts: clocks in Europe/Berlin go back and show 2030-10-27 02:30 twice; write 02:30+02:00 or 02:30+01:00

  Scenario: One of the two is meant
    Given "2030-06-11 13:00,UTC-6" became "2030-10-27 02:30+01:00,Europe/Berlin" in it
    When Efua imports the file
    Then "the-cup-final-ghana-v-mali" starts at 2030-10-27T01:30:00Z

  Scenario: Players import nothing
    When Ama previews the file
    Then it is refused as "forbidden"

  Scenario: An operator imports at the command line
    When the operator imports the file
    Then they are told "8 added, 0 changed, 0 unchanged."
    And "the-cup-final-ghana-v-mali" starts at 2030-06-11T19:00:00Z

  Scenario: An operator looks first
    When the operator previews the file
    Then they are told "8 added, 0 changed, 0 unchanged. Nothing was changed yet."
    And there is no event

  Scenario: An operator is told of every bad line
    Given "13:00,UTC-6" became "25:00,UTC-6" in it
    When the operator imports the file
    Then they are told "cup.csv:2:starts: '25:00' is no time of day"
    And there is no event
