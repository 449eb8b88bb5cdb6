package dev.mekiki.run;

import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.port.LoadGenerator.Conversation;
import dev.mekiki.port.LoadGenerator.Turn;
import dev.mekiki.port.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What a load profile's requests say: the same texts, in the same order, for every candidate with the same tokenizer, and the same lengths for all.
 * Making them takes the processor, so it is done before anything is measured.
 */
public final class LoadPrompts {
    private final LoadProfile profile;
    private final long seed;
    private final Optional<ToIntFunction<String>> counter;

    /**
     * @param seed the run's
     * @param counter tokens of a text, special tokens included; needed where prompts have a number of tokens
     */
    public LoadPrompts(LoadProfile profile, long seed, Optional<ToIntFunction<String>> counter) {
        this.profile = profile;
        this.seed = seed;
        this.counter = counter;
    }

    /** Counts with a tokenizer. */
    public static ToIntFunction<String> counter(Tokenizer tokenizer) {
        return text -> tokenizer.encode(text, true).length;
    }

    /** Those of the warm-up first. A later turn's text is as long as the first one's. */
    public List<Conversation> conversations() {
        int count = profile.warmup() + profile.requests();
        LoadShape shape = profile.shaped();
        List<Conversation> conversations = new ArrayList<>(count);
        Optional<LoadText> text = counter.map(tokens -> new LoadText(tokens, Seeds.of(seed, profile.name())));
        int least = profile.input() instanceof Input.Tokens tokens ? tokens.mean() - tokens.spread() : 0;
        String prefix = text.map(made -> made.prefix((int) (shape.sharedPrefix() * least))).orElse("");
        for (int i = 0; i < count; i++) {
            List<Turn> turns = new ArrayList<>(shape.turns());
            for (int turn = 0; turn < shape.turns(); turn++) {
                int index = i * shape.turns() + turn;
                turns.add(new Turn(prompt(text, turn == 0 ? prefix : "", shape.reusable() ? turn : index),
                        spread(profile.output(), shape.outputSpread(), "load output", index)));
            }
            conversations.add(new Conversation(turns));
        }
        return conversations;
    }

    private String prompt(Optional<LoadText> text, String prefix, int index) {
        return switch (profile.input()) {
            case Input.Prompts given -> given.prompts().get((before() + index) % given.prompts().size());
            case Input.Tokens tokens -> text
                    .orElseThrow(() -> new IllegalStateException("prompts of a number of tokens need a tokenizer"))
                    .prompt(prefix, index, spread(tokens.mean(), tokens.spread(), "load length", index));
        };
    }

    /** Given prompts are gone on with where the repeat before ended: a server may still know those. */
    private int before() {
        return profile.repeat().map(repeat -> (repeat.number() - 1) * profile.shaped().turns()
                * (profile.warmup() + profile.requests())).orElse(0);
    }

    private int spread(int mean, int spread, String what, int index) {
        long random = Seeds.of(seed, what, profile.name(), Integer.toString(index));
        return Math.max(1, mean - spread + (int) Long.remainderUnsigned(random, 2L * spread + 1));
    }
}
