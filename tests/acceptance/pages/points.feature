Feature: A page of one's points
  Players see what they have and how it came about, ask for points, and give them back.

  Background:
    Given Ama has 200 points

  Scenario: What was asked for waits for an admin
    When Ama asks for 50 points
    Then she reads "Points asked for : 50 Waits for an admin"

  Scenario: A form sent twice asks once
    When Ama asks for 50 points, and her browser sends it twice
    Then one request waits

  Scenario: Nobody gives back more than there is
    When Ama gives back 201 points
    Then she reads "You do not have that many points."
    And the form still says 201
    And nothing was given back

  Scenario: Points given back are gone
    When Ama gives back 20 points
    Then she reads "Points given back : 20 Done"
    And Ama has 180 points left

  Scenario: A voucher is worth its points
    Given Efua has made a voucher of 30 points
    When Ama uses the voucher
    Then she reads "The voucher's points are yours."
    And Ama has 230 points left

  Scenario: A mistyped code is said beside the field
    Given Efua has made a voucher of 30 points
    When Ama mistypes the voucher
    Then she reads "There is a typing error in this code."
    And Ama has 200 points left

  Scenario: In a break nobody asks for points
    Given Ama takes a break
    When Ama opens /points
    Then she reads "While you take a break you can give points back"
    And she no longer reads "Ask for points"

  Scenario: A statement tells each step, and leads to the bets
    Given Ama has bet 40 points on "Ghana beat Mali"
    When Ama opens her statement
    Then she reads "Staked on a bet −40 160"
    And it leads to the bet

  Scenario: A statement goes on where the page ends
    Given Ama was given a point 60 times
    When Ama opens her statement and shows more
    Then she reads "Points for you for the test +1,000 1,000"

  Scenario: Nobody reads another's statement
    Given Kofi has 10 points
    When Ama opens Kofi's statement
    Then it is not found
