package dev.mekiki.run;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadRequest;
import dev.mekiki.domain.MachineUse;
import dev.mekiki.domain.Plan.RunSettings;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.LoadGenerator;
import dev.mekiki.port.LoadTarget;
import dev.mekiki.port.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** A load profile on an engine that is a server: requests go straight to it, by a client made for many at once. */
final class RemoteLoad {
    private final String candidate;
    private final Engine engine;
    private final LoadTarget target;
    private final LoadGenerator generator;
    private final RunSettings settings;
    private final Stop stop;
    private final MachineWatch watch;
    private final Consumer<JournalEvent> events;

    RemoteLoad(String candidate, Engine engine, LoadTarget target, LoadGenerator generator, RunSettings settings,
            Stop stop, MachineWatch watch, Consumer<JournalEvent> events) {
        this.candidate = candidate;
        this.engine = engine;
        this.target = target;
        this.generator = generator;
        this.settings = settings;
        this.stop = stop;
        this.watch = watch;
        this.events = events;
    }

    void run(LoadProfile profile) {
        Optional<ToIntFunction<String>> counter;
        try {
            learn(profile);
            counter = counter(profile);
        } catch (EngineException e) {
            failed(profile, String.valueOf(e.getMessage()));
            return;
        }
        events.accept(new JournalEvent.LoadStarted(candidate, profile));
        LoadGenerator.Order order = new LoadGenerator.Order(target, profile,
                new LoadPrompts(profile, settings.seed(), counter).conversations(), settings.deadline(),
                Seeds.of(settings.seed(), "load arrivals", profile.name()));
        LoadGenerator.Result result;
        MachineUse use;
        try (MachineWatch.Running running = watch.begin()) {
            result = generator.run(order, _ -> !stop.asked());
            use = running.end();
        }
        if (stop.asked()) {
            return;
        }
        // what came before the trouble is told too: a server that broke under load is a result
        result.requests().forEach(
                request -> events.accept(new JournalEvent.LoadRequestDone(candidate, profile.name(), request)));
        if (!use.saysNothing()) {
            events.accept(new JournalEvent.MachineWatched(candidate, profile.name(), use));
        }
        if (result.trouble().isPresent()) {
            failed(profile, result.trouble().get());
            return;
        }
        double first = result.requests().stream().mapToDouble(LoadRequest::sentMs).min().orElse(0);
        double last = result.requests().stream().mapToDouble(LoadRequest::endMs).max().orElse(0);
        events.accept(new JournalEvent.LoadDone(candidate, profile.name(), last - first, OptionalLong.empty(),
                result.pending(), Optional.of(result.client())));
    }

    /** The engine learns from refusals which settings this server takes; load would only fail. */
    private void learn(LoadProfile profile) throws EngineException {
        engine.generate(Prompt.plain("こんにちは。"),
                GenerationSettings.greedy(Math.min(2, profile.output()), List.of()).ignoringEnd(), settings.seed(),
                Deadline.after(settings.deadline()), (_, _, _) -> {});
    }

    private Optional<ToIntFunction<String>> counter(LoadProfile profile) throws EngineException {
        if (!(profile.input() instanceof Input.Tokens)) {
            return Optional.empty();
        }
        if (engine.tokenizer().isPresent()) {
            return engine.tokenizer().map(LoadPrompts::counter);
        }
        return switch (ServerTokens.ask(generator, target, settings.deadline(), settings.seed())) {
            case ServerTokens.Asked.Known known -> Optional.of(known.tokens().counter());
            case ServerTokens.Asked.Failed failed -> throw new EngineException(failed.reason());
        };
    }

    private void failed(LoadProfile profile, String reason) {
        events.accept(new JournalEvent.PartFailed(candidate, "load/" + profile.name(), reason));
    }
}
