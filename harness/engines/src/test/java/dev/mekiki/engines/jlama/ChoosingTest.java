package dev.mekiki.engines.jlama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.engines.tokenizer.PairEncoder;
import dev.mekiki.port.ConstrainedGenerator.Choice;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.LogprobScorer.Counted;
import dev.mekiki.port.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Choices of a tiny model, by likelihood and constrained. */
class ChoosingTest {
    private static final Prompt PROMPT = Prompt.plain("質問：日本の首都はどこですか。\n回答：");
    private static final List<String> CHOICES = List.of("東京", "大阪市", "京", "Nara");
    private static Engine engine;

    @BeforeAll
    static void open() throws EngineException {
        engine = Models.open("mistral");
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Choice choose(List<String> options, double temperature, long seed) throws EngineException {
        return engine.constrained().orElseThrow().choose(PROMPT, options,
                new GenerationSettings(8, List.of(), temperature, 1, 0), seed, Deadline.none());
    }

    private static List<int[]> encoded(List<String> texts) throws EngineException {
        PairEncoder pairs = new PairEncoder(engine.tokenizer().orElseThrow(), OptionalInt.empty());
        int[] context = pairs.context(PROMPT);
        List<int[]> encoded = new ArrayList<>();
        for (String text : texts) {
            encoded.add(pairs.continuation(PROMPT, context, text));
        }
        encoded.addFirst(context);
        return encoded;
    }

    @Test
    void the_context_is_forwarded_once_and_of_each_choice_all_but_its_last_token() throws EngineException {
        Counted counted = engine.logprobs().orElseThrow().counted(PROMPT, CHOICES, Deadline.none());
        List<int[]> encoded = encoded(CHOICES);
        int context = encoded.removeFirst().length;
        int expected = context + encoded.stream().mapToInt(ids -> ids.length - 1).sum();
        assertThat(counted.forwardedTokens()).hasValue(expected);
        int alone = encoded.stream().mapToInt(ids -> context + ids.length).sum();
        assertThat(expected).isLessThan(alone / 2);
        assertThat(counted.logprobs()).hasSize(4);
    }

    /** With choices of one token each, greedy constrained generation and the likeliest choice are the same by definition. */
    @Test
    void among_single_tokens_the_likeliest_is_picked() throws EngineException {
        List<String> letters = List.of("A", "B", "C", "D", "E");
        for (int[] ids : encoded(letters)) {
            assertThat(ids).isNotEmpty();
        }
        LogprobScorer scorer = engine.logprobs().orElseThrow();
        List<ContinuationLogprob> scores = scorer.score(PROMPT, letters, Deadline.none());
        assertThat(scores).allMatch(score -> score.tokens() == 1);
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.get(i).logprob() > scores.get(best).logprob() ? i : best;
        }
        Choice choice = choose(letters, 0, 1);
        assertThat(choice.option()).hasValue(best);
        assertThat(choice.generation().text()).isEqualTo(letters.get(best));
        assertThat(choice.forwardedTokens()).hasValue(encoded(letters).getFirst().length);
    }

    @Test
    void whatever_is_drawn_is_one_of_the_choices_and_a_seed_draws_the_same() throws EngineException {
        Set<Integer> drawn = new HashSet<>();
        for (int seed = 0; seed < 24; seed++) {
            Choice choice = choose(CHOICES, 1.5, seed);
            assertThat(choice.generation().text()).isEqualTo(CHOICES.get(choice.option().orElseThrow()));
            drawn.add(choice.option().orElseThrow());
        }
        assertThat(drawn.size()).isGreaterThan(1);
        assertThat(choose(CHOICES, 1.5, 3)).isEqualTo(choose(CHOICES, 1.5, 3));
    }

    @Test
    void a_choice_that_begins_another_can_be_picked_as_well_as_the_other() throws EngineException {
        List<String> nested = List.of("Nara", "Nara Nara", "Nara Nara Nara");
        Set<Integer> drawn = new HashSet<>();
        for (int seed = 0; seed < 200 && drawn.size() < 2; seed++) {
            drawn.add(choose(nested, 100, seed).option().orElseThrow());
        }
        assertThat(drawn).hasSizeGreaterThan(1);
    }
}
