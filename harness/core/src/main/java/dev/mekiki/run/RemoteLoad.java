package dev.mekiki.run;

import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
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
        ProfileEvents told = new ProfileEvents(candidate, profile, events);
        Optional<ToIntFunction<String>> counter;
        try {
            learn(profile);
            counter = counter(profile);
        } catch (EngineException e) {
            told.failed(String.valueOf(e.getMessage()));
            return;
        }
        told.started();
        LoadGenerator.Order order = new LoadGenerator.Order(target, profile,
                new LoadPrompts(profile, settings.seed(), counter).conversations(), settings.deadline(),
                Seeds.of(settings.seed(), "load arrivals", profile.name()),
                engine.tokenizer().map(known -> answer -> known.encode(answer, false).length));
        LoadGenerator.Result result;
        Optional<MachineUse> use;
        try (Measured measured = new Measured()) {
            result = generator.run(order, measured);
            use = measured.use;
        }
        if (stop.asked()) {
            return;
        }
        // what came before the trouble is told too: a server that broke under load is a result
        told.measured(result.requests(), use);
        if (result.trouble().isPresent()) {
            told.failed(result.trouble().get());
            return;
        }
        told.done(result.requests(), OptionalLong.empty(), result.pending(), Optional.of(result.client()));
    }

    /** Watches the machine while requests are measured: neither warming up nor looking for the client's own error is the server's work. */
    private final class Measured implements LoadGenerator.Watch, AutoCloseable {
        private Optional<MachineWatch.Running> running = Optional.empty();
        private Optional<MachineUse> use = Optional.empty();

        @Override
        public boolean see(LoadGenerator.Seen seen) {
            return !stop.asked();
        }

        @Override
        public void began() {
            running = Optional.of(watch.begin());
        }

        @Override
        public void ended() {
            use = running.map(MachineWatch.Running::end);
        }

        @Override
        public void close() {
            running.ifPresent(MachineWatch.Running::close);
        }
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
}
