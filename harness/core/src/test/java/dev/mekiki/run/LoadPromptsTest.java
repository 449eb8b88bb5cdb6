package dev.mekiki.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.port.LoadGenerator.Conversation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoadPromptsTest {
    private static List<Conversation> made(double shared, boolean reusable, int turns) {
        LoadShape shape = new LoadShape(Optional.empty(), OptionalDouble.empty(), 5, shared, reusable, turns,
                Optional.empty(), Optional.empty());
        LoadProfile profile = new LoadProfile("p", 1, 50, 2, new Input.Tokens(200, 20), 30, Optional.of(shape));
        return new LoadPrompts(profile, 7, Optional.of(text -> text.codePointCount(0, text.length()))).conversations();
    }

    private static String first(Conversation conversation) {
        return conversation.turns().getFirst().text();
    }

    @Test
    void prompts_share_what_they_should_and_no_more() {
        List<Conversation> made = made(0.5, false, 1);
        assertThat(made).hasSize(52);
        String prefix = first(made.getFirst()).substring(0, 90);
        assertThat(made).allSatisfy(each -> assertThat(first(each)).startsWith(prefix));
        assertThat(new HashSet<>(made.stream().map(each -> first(each).substring(0, 98)).toList())).hasSize(52);
        assertThat(made).extracting(each -> first(each).length()).allSatisfy(
                length -> assertThat(length).isBetween(180, 220));
        assertThat(new HashSet<>(made.stream().map(each -> first(each).length()).toList())).hasSizeGreaterThan(20);
    }

    @Test
    void lengths_vary_within_their_spread_and_prompts_may_be_the_same() {
        assertThat(made(0, false, 1)).extracting(each -> each.turns().getFirst().outputTokens())
                .allSatisfy(tokens -> assertThat(tokens).isBetween(25, 35)).contains(25, 35);
        assertThat(new HashSet<>(made(0, true, 1).stream().map(LoadPromptsTest::first).toList())).hasSize(1);
        assertThat(made(0, false, 3)).allSatisfy(each -> assertThat(each.turns()).hasSize(3));
    }
}
