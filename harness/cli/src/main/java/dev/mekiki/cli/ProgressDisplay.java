package dev.mekiki.cli;

import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.Plan;
import dev.mekiki.run.Done;
import dev.mekiki.run.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Shows how far a run is: one line that is redrawn on a terminal, a plain line now and then elsewhere. */
final class ProgressDisplay implements AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 15_000_000_000L;

    private final Terminal terminal;
    private final Texts texts;
    private final int workers;
    private final long started = System.nanoTime();
    private final Map<String, int[]> checks = new LinkedHashMap<>();
    private Progress progress;
    private long shown;
    private boolean drawn;

    ProgressDisplay(Plan plan, Done done, Terminal terminal, Texts texts) {
        this.terminal = terminal;
        this.texts = texts;
        this.workers = plan.run().workers();
        this.progress = Progress.of(plan, done);
    }

    void show(JournalEvent event) {
        progress = progress.after(event);
        switch (event) {
            case JournalEvent.CandidateOpened opened -> note(texts.get("progress.opened", opened.candidate(),
                    String.format(Locale.ROOT, "%.1f", opened.loadMs() / 1000)));
            case JournalEvent.CandidateRefused refused ->
                note(texts.get("progress.refused", refused.candidate(), TextTable.plain(refused.reason())));
            case JournalEvent.ConformanceChecked checked -> check(checked);
            case JournalEvent.PartFailed failed ->
                note(texts.get("progress.failed", failed.candidate(), failed.part(), TextTable.plain(failed.reason())));
            case JournalEvent.WayChosen way -> note(texts.get("progress.way", way.candidate(), way.task(),
                    texts.get("way." + way.way().id()), TextTable.plain(String.join("; ", way.passedOver()))));
            case JournalEvent.LoadStarted load ->
                now(texts.get("progress.load", load.candidate(), load.profile().name()));
            case JournalEvent.BenchDone bench -> now(texts.get("progress.bench", bench.candidate(), bench.name()));
            case JournalEvent.SampleDone _,JournalEvent.SampleJudged _ -> sometimes();
            case JournalEvent.RunStarted _,JournalEvent.RunResumed _,JournalEvent.TaskPlanned _,JournalEvent.CandidateInspected _,JournalEvent.JudgeChosen _,JournalEvent.LoadRequestDone _,JournalEvent.MachineWatched _,JournalEvent.LoadDone _,JournalEvent.RunFinished _ ->
                {
                }
        }
    }

    /** A failed check is said at once; passed ones are counted. */
    private void check(JournalEvent.ConformanceChecked checked) {
        int[] counts = checks.computeIfAbsent(checked.candidate(), _ -> new int[2]);
        counts[1]++;
        if (checked.conformance().passed()) {
            counts[0]++;
        } else {
            note(texts.get("progress.check", checked.candidate(), checked.conformance().check(),
                    TextTable.plain(checked.conformance().detail())));
        }
    }

    private void sometimes() {
        long now = System.nanoTime();
        if (now - shown >= (terminal.live() ? REDRAW_NANOS : PLAIN_NANOS)) {
            now("");
        }
    }

    private synchronized void now(String doing) {
        shown = System.nanoTime();
        String left = progress.left(workers).map(time -> texts.get("progress.left", words(time))).orElse("");
        String line = String.format(Locale.ROOT, "%3.0f %%  ", 100 * progress.share())
                + (doing.isEmpty()
                        ? texts.get("progress.samples", String.valueOf(progress.samplesDone()),
                                String.valueOf(progress.samples()), left)
                        : doing + left);
        if (terminal.live()) {
            terminal.err().print("\r\u001b[K" + clip(line));
            terminal.err().flush();
            drawn = true;
        } else {
            terminal.note(line);
        }
    }

    /** A line from a program that an engine started; from any thread. */
    void told(String line) {
        note(TextTable.plain(line));
    }

    private synchronized void note(String line) {
        erase();
        TextTable.wrap(line, terminal.width()).forEach(terminal::note);
    }

    private void erase() {
        if (drawn) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
            drawn = false;
        }
    }

    private String clip(String line) {
        StringBuilder clipped = new StringBuilder();
        for (int c : line.codePoints().toArray()) {
            if (TextTable.width(clipped.toString()) + 2 >= terminal.width()) {
                break;
            }
            clipped.appendCodePoint(c);
        }
        return clipped.toString();
    }

    static String words(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60)
                : seconds >= 60
                        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                        : seconds + " s";
    }

    @Override
    public void close() {
        erase();
        checks.forEach((candidate, counts) -> terminal
                .note(texts.get("progress.conformance", candidate, String.valueOf(counts[0]),
                        String.valueOf(counts[1]))));
        terminal.note(texts.get("progress.done", words(Duration.ofNanos(System.nanoTime() - started))));
    }
}
