package dev.mekiki.cli;

import dev.mekiki.analysis.Analysis;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Selection;
import dev.mekiki.journal.AnswerFolder;
import dev.mekiki.journal.JournalException;
import dev.mekiki.journal.JournalReader;
import dev.mekiki.journal.JournalWriter;
import dev.mekiki.port.AnswerCache;
import dev.mekiki.port.Workplace;
import dev.mekiki.run.DiskNeed;
import dev.mekiki.run.Done;
import dev.mekiki.run.EventSink;
import dev.mekiki.run.RunResult;
import dev.mekiki.run.Runner;
import dev.mekiki.run.ThisMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Plan → journal → findings → selection → report: the composition of the stages, for {@code run} and {@code demo}. */
final class Pipeline {
    private final Terminal terminal;
    private final Texts texts;

    Pipeline(Terminal terminal, Texts texts) {
        this.terminal = terminal;
        this.texts = texts;
    }

    /** @param report the report's first page, where one was written */
    record Ended(ExitCode exitCode, Optional<Path> report) {}

    Ended run(Plan plan, Path folder) throws Exception {
        prepare(folder, DiskNeed.bytes(plan));
        RunResult result = measure(plan, folder);
        Analysis analysis = RunFolder.analyse(folder);
        Publication publication = new Publication(ReportSettings.of(plan));
        Selection selection = publication.write(analysis, folder);
        Path report = publication.report(analysis, selection, folder, List.of("html", "md", "json", "csv"));
        new Summary(terminal, texts).print(analysis, selection, report);
        if (!result.missing().isEmpty()) {
            terminal.note(texts.get("run.incomplete", result.missing().size()));
            result.missing().stream().limit(10).forEach(missing -> terminal.note("  " + TextTable.plain(missing)));
            return new Ended(ExitCode.INCOMPLETE, Optional.of(report));
        }
        return new Ended(exitCode(selection), Optional.of(report));
    }

    /** Measures, or goes on measuring, and does nothing else. */
    RunResult measured(Plan plan, Path folder) throws Exception {
        prepare(folder, DiskNeed.bytes(plan));
        return measure(plan, folder);
    }

    static ExitCode exitCode(Selection selection) {
        return switch (selection.outcome()) {
            case SELECTED, TIED -> ExitCode.DONE;
            case NONE_QUALIFIES -> selection.gates().stream()
                    .anyMatch(gate -> gate.state() == Selection.State.UNDECIDED)
                    && selection.ranking().stream().map(Selection.Ranked::candidate)
                            .anyMatch(name -> selection.gates().stream().filter(gate -> gate.candidate().equals(name))
                                    .noneMatch(gate -> gate.state() == Selection.State.FAILED))
                                            ? ExitCode.UNDECIDED
                                            : ExitCode.FINDING;
        };
    }

    /** @param needed bytes that the run may write */
    private static void prepare(Path folder, long needed) throws Exception {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, folder + ": the run's folder can't be made: " + e.getMessage(),
                    "choose another with --out");
        }
        if (!Files.isWritable(folder)) {
            throw new Failure(ExitCode.USAGE, folder + ": no permission to write there", "choose another with --out");
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new Failure(ExitCode.USAGE,
                    String.format(Locale.ROOT, "%s: %.0f MB are free on that disk, and this run may write %.0f MB",
                            folder, free / 1e6, needed / 1e6),
                    "make room, or choose another disk with --out");
        }
    }

    private RunResult measure(Plan plan, Path folder) throws Exception {
        Done done = done(folder);
        Optional<AnswerFolder> cache = plan.run().cache().map(place -> new AnswerFolder(Path.of(place)));
        AtomicReference<ProgressDisplay> shown = new AtomicReference<>();
        Runner runner = Stages.runner(cache.map(AnswerCache.class::cast), new Workplace(Optional.of(folder),
                note -> Optional.ofNullable(shown.get()).ifPresent(progress -> progress.told(note))));
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = stopOnInterrupt(runner, ended);
        try (JournalWriter journal = JournalWriter.open(folder);
                ProgressDisplay progress = new ProgressDisplay(plan, done, terminal, texts)) {
            shown.set(progress);
            return runner.run(plan, done, new EventSink() {
                @Override
                public void accept(JournalEvent event) {
                    acceptAll(List.of(event));
                }

                @Override
                public void acceptAll(List<JournalEvent> events) {
                    journal.append(events);
                    events.forEach(event -> {
                        begin(event, plan, folder);
                        progress.show(event);
                    });
                }
            });
        } catch (JournalException e) {
            throw new Failure(ExitCode.INCOMPLETE, String.valueOf(e.getMessage()),
                    "make room, then start the same command again");
        } finally {
            ended.countDown();
            release(hook);
            cache.flatMap(AnswerFolder::trouble).ifPresent(terminal::note);
        }
    }

    private void release(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            terminal.note(texts.get("run.interrupted"));
        }
    }

    /** The runner has accepted the folder's journal for this plan: only now is anything of an earlier run replaced. */
    private void begin(JournalEvent event, Plan plan, Path folder) {
        boolean resumed = event instanceof JournalEvent.RunResumed;
        if (resumed || event instanceof JournalEvent.RunStarted) {
            try {
                RunFolder.write(folder.resolve(RunFolder.PLAN), ReportSettings.planJson(plan));
                RunFolder.write(folder.resolve(RunFolder.MACHINE), MachineJson.write(ThisMachine.describe()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (resumed) {
            terminal.note(texts.get("run.resuming", folder));
        }
    }

    private static Done done(Path folder) {
        try (Stream<JournalEvent> events = JournalReader.open(folder)) {
            return Done.of(events);
        }
    }

    /** Ctrl-C: the run stops handing out work, what is being written is finished, and the exit code says that it can be resumed. */
    private static Thread stopOnInterrupt(Runner runner, CountDownLatch ended) {
        Thread hook = new Thread(() -> {
            runner.stop();
            try {
                if (ended.await(20, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(ExitCode.INCOMPLETE.code());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "stop-on-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }
}
