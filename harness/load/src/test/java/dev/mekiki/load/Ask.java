package dev.mekiki.load;

import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.port.LoadGenerator.Conversation;
import dev.mekiki.port.LoadGenerator.Order;
import dev.mekiki.port.LoadGenerator.Turn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Orders for tests. */
final class Ask {
    private Ask() {}

    static OpenAiTarget target(String url) {
        return new OpenAiTarget(URI.create(url), "mock", OpenAiTarget.Api.CHAT, true, Map.of(), Optional.empty(),
                List.of());
    }

    static LoadShape open(LoadShape.Arrivals arrivals) {
        return new LoadShape(Optional.of(arrivals), OptionalDouble.empty(), 0, 0, false, 1, Optional.empty(),
                Optional.empty());
    }

    static LoadProfile profile(int concurrency, int requests, int output, LoadShape shape) {
        return new LoadProfile("test", concurrency, requests, 0, new Input.Tokens(8, 0), output, Optional.of(shape));
    }

    static Order order(String url, LoadProfile profile) {
        return order(target(url), profile, Duration.ofSeconds(20));
    }

    static Order counted(String url, LoadProfile profile, ToIntFunction<String> counter) {
        Order order = order(url, profile);
        return new Order(order.target(), profile, order.conversations(), order.deadline(), order.seed(),
                Optional.of(counter));
    }

    static Order order(OpenAiTarget target, LoadProfile profile, Duration deadline) {
        List<Conversation> conversations = IntStream.range(0, profile.requests())
                .mapToObj(at -> new Conversation(IntStream.range(0, profile.shaped().turns())
                        .mapToObj(turn -> new Turn(String.format("%08x番。こんにちは", at), profile.output())).toList()))
                .toList();
        return new Order(target, profile, conversations, deadline, 7);
    }
}
