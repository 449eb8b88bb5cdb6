package dev.mekiki.run;

import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.port.LoadGenerator;
import dev.mekiki.port.LoadGenerator.Conversation;
import dev.mekiki.port.LoadGenerator.Order;
import dev.mekiki.port.LoadGenerator.Turn;
import dev.mekiki.port.LoadTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * How many tokens a server makes of a text, as far as its counts of two texts tell: so many around it (a chat template's), and so many a character of
 * our own prompts' Japanese.
 *
 * @param perCharacter absent tokens count as characters
 * @param counted whether the server counts at all
 */
public record ServerTokens(double around, double perCharacter, boolean counted) {
    private static final int LONG = 400;

    /** What asking came to. */
    public sealed interface Asked {
        record Known(ServerTokens tokens) implements Asked {}

        /** @param reason why the server did not answer */
        record Failed(String reason) implements Asked {}
    }

    /** Asks the server for a token after a short text, and one after a long one. */
    public static Asked ask(LoadGenerator generator, LoadTarget target, Duration deadline, long seed) {
        LoadProfile probe = new LoadProfile("probe", 1, 2, 0, new Input.Tokens(LONG, 0), 1);
        String whole = new LoadPrompts(probe, seed, Optional.of(ServerTokens::characters)).conversations().getFirst()
                .turns().getFirst().text();
        String some = whole.substring(0, LONG / 8);
        LoadGenerator.Result result = generator.run(
                new Order(target, probe, List.of(one(some), one(whole)), deadline, seed), _ -> true);
        Optional<String> error = result.trouble()
                .or(() -> result.requests().stream().flatMap(each -> each.error().stream()).findFirst());
        if (error.isPresent() || result.requests().size() < 2) {
            return new Asked.Failed(error.orElse("no answer"));
        }
        int few = result.requests().getFirst().inputTokens();
        int many = result.requests().getLast().inputTokens();
        if (few <= 0 || many <= few) {
            return new Asked.Known(new ServerTokens(0, 1, false));
        }
        double slope = (double) (many - few) / (characters(whole) - characters(some));
        return new Asked.Known(new ServerTokens(few - slope * characters(some), slope, true));
    }

    /** Tokens of a text, about. */
    public ToIntFunction<String> counter() {
        return text -> (int) Math.round(around + perCharacter * characters(text));
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Conversation one(String text) {
        return new Conversation(List.of(new Turn(text, 1)));
    }
}
