package dev.mekiki.run;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.JournalEvent;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Task;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How far a run is. A value: each event gives the next one.
 *
 * @param candidates by name, in plan order
 * @param doing what is being done, in words
 * @param expected of work that is still to come
 */
public record Progress(Map<String, Part> candidates, String doing, Expected expected) {
    /** How much longer an answer's token takes than a prompt's, about. */
    private static final double ANSWER_WEIGHT = 3;

    /** What is known of a plan before: the work of its load profiles, on average, and the time of a microbenchmark. */
    public record Expected(double loadWork, double benchMs) {}

    /** Pieces of work of one kind. */
    public record Count(int planned, int done) {
        private Count next() {
            return new Count(planned, Math.min(planned, done + 1));
        }

        int left() {
            return planned - done;
        }
    }

    /**
     * Samples that this process saw.
     *
     * @param ms their time
     * @param work their tokens, those of answers counted as {@link #ANSWER_WEIGHT} of a prompt's
     */
    public record Seen(int samples, double ms, double work) {}

    /**
     * One candidate's part.
     *
     * @param loadMs what one load profile took in this process; 0 before
     * @param over whether nothing more will come of this candidate
     */
    public record Part(Count samples, Count loads, Count benches, Seen seen, double loadMs, boolean over) {
        private Part ended() {
            return new Part(samples, loads, benches, seen, loadMs, true);
        }

        private Part sample(Sampled sampled) {
            double work = work(sampled.inputTokens().orElse(0), sampled.outputTokens().orElse(0));
            return new Part(samples.next(), loads, benches,
                    new Seen(seen.samples + 1, seen.ms + sampled.latencyMs(), seen.work + work), loadMs, over);
        }

        /** An answer of an earlier run tells nothing about the time left. */
        private Part known() {
            return new Part(samples.next(), loads, benches, seen, loadMs, over);
        }

        private Part load(double ms) {
            return new Part(samples, loads.next(), benches, seen, loadMs == 0 ? ms : (loadMs + ms) / 2, over);
        }

        private Part bench() {
            return new Part(samples, loads, benches.next(), seen, loadMs, over);
        }

        private int done() {
            return samples.done + loads.done + benches.done;
        }

        private int planned() {
            return over ? done() : samples.planned + loads.planned + benches.planned;
        }
    }

    public Progress {
        candidates = Collections.unmodifiableMap(new LinkedHashMap<>(candidates));
    }

    /** Before the run, with what was done earlier. */
    public static Progress of(Plan plan, Done done) {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Candidate candidate : plan.candidates()) {
            int samples = plan.tasks().stream().mapToInt(task -> task.items().size()).sum();
            int earlier = (int) plan.tasks().stream().mapToLong(task -> doneOf(candidate, task, done)).sum();
            int loads = (int) plan.load().stream()
                    .filter(profile -> done.hasLoad(candidate.name(), profile.name())).count();
            int benches = plan.bench().map(bench -> Done.benchNames(bench).size()).orElse(0);
            int benchesDone = plan.bench().map(bench -> (int) Done.benchNames(bench).stream()
                    .filter(name -> done.hasBench(candidate.name(), name)).count()).orElse(0);
            parts.put(candidate.name(), new Part(new Count(samples, earlier), new Count(plan.load().size(), loads),
                    new Count(benches, benchesDone), new Seen(0, 0, 0), 0, false));
        }
        plan.judge().ifPresent(judge -> parts.put(judge.name(),
                new Part(new Count(judgements(plan), Math.min(judgements(plan), done.judgements())), new Count(0, 0),
                        new Count(0, 0), new Seen(0, 0, 0), 0, false)));
        return new Progress(parts, "", new Expected(
                plan.load().stream().mapToDouble(Progress::work).average().orElse(0),
                1e3 * plan.bench().map(Estimate::benchSeconds).orElse(0.0)));
    }

    /** As many as there are if every sample is answered. */
    private static int judgements(Plan plan) {
        return plan.judged().stream().mapToInt(task -> plan.candidates().size() * task.items().size()
                + task.judging().orElseThrow().labelled().size()).sum();
    }

    private static double work(double input, double output) {
        return input + ANSWER_WEIGHT * output;
    }

    private static double work(LoadProfile profile) {
        return (profile.requests() + profile.warmup()) * work(Estimate.input(profile), profile.output())
                / profile.concurrency();
    }

    private static long doneOf(Candidate candidate, Task task, Done done) {
        return task.items().stream().filter(item -> done.hasSample(candidate.name(), task.path(), item.id())).count();
    }

    public Progress after(JournalEvent event) {
        return switch (event) {
            case JournalEvent.SampleDone done -> with(done.sampled().candidate(),
                    done.sampled().candidate() + " · " + done.sampled().suite() + "/" + done.sampled().task(),
                    part -> done.sampled().cached().isPresent() ? part.known() : part.sample(done.sampled()));
            case JournalEvent.SampleJudged told -> with(told.judgement().candidate(),
                    told.judgement().candidate() + " · " + told.judgement().suite() + "/" + told.judgement().task(),
                    part -> told.judgement().cached().isPresent() ? part.known() : part.sample(told.judgement()));
            case JournalEvent.LoadStarted load -> with(load.candidate(),
                    load.candidate() + " · load/" + load.profile().name() + " (" + size(load.profile()) + ")",
                    UnaryOperator.identity());
            case JournalEvent.LoadDone load -> with(load.candidate(), doing, part -> part.load(load.durationMs()));
            case JournalEvent.BenchDone bench -> with(bench.candidate(), bench.candidate() + " · bench/" + bench.name(),
                    Part::bench);
            case JournalEvent.CandidateRefused refused -> with(refused.candidate(), doing, Part::ended);
            case JournalEvent.CandidateOpened opened -> with(opened.candidate(), opened.candidate() + " · opened",
                    UnaryOperator.identity());
            case JournalEvent.PartFailed failed -> failed.part().equals(SampleStage.ALL_SAMPLES)
                    ? with(failed.candidate(), doing, Part::ended)
                    : this;
            case JournalEvent.RunStarted _,JournalEvent.RunResumed _,JournalEvent.TaskPlanned _,JournalEvent.CandidateInspected _,JournalEvent.ConformanceChecked _,JournalEvent.WayChosen _,JournalEvent.JudgeChosen _,JournalEvent.LoadRequestDone _,JournalEvent.MachineWatched _,JournalEvent.RunFinished _ ->
                this;
        };
    }

    private Progress with(String candidate, String what, UnaryOperator<Part> change) {
        Part part = candidates.get(candidate);
        if (part == null) {
            return this;
        }
        Map<String, Part> next = new LinkedHashMap<>(candidates);
        next.put(candidate, change.apply(part));
        return new Progress(next, what, expected);
    }

    private static String size(LoadProfile profile) {
        String input = switch (profile.input()) {
            case Input.Tokens tokens -> tokens.mean() + " + ";
            case Input.Prompts _ -> "";
        };
        return profile.requests() + " × " + input + profile.output() + " tokens";
    }

    /** Samples of candidates that are still to be heard of, planned. */
    public int samples() {
        return candidates.values().stream()
                .mapToInt(part -> part.over() ? part.samples().done() : part.samples().planned()).sum();
    }

    public int samplesDone() {
        return candidates.values().stream().mapToInt(part -> part.samples().done()).sum();
    }

    /** Done share of all planned samples, load profiles and microbenchmarks, 0 to 1, each counted as one. */
    public double share() {
        long planned = candidates.values().stream().mapToInt(Part::planned).sum();
        long done = candidates.values().stream().mapToInt(Part::done).sum();
        return planned == 0 ? 1 : (double) done / planned;
    }

    /**
     * Time left: of samples and load profiles from what they took so far, of load profiles before the first one from the samples'
     * tokens, of microbenchmarks from their settings.
     *
     * @param workers samples at once
     * @return empty while there is nothing to judge a part of the work by
     */
    public Optional<Duration> left(int workers) {
        double others = candidates.values().stream().mapToDouble(Part::loadMs).filter(ms -> ms > 0).average().orElse(0);
        double ms = 0;
        for (Part part : candidates.values()) {
            if (!part.over()) {
                double loadMs = part.loadMs() > 0 ? part.loadMs() : others > 0 ? others : fromSamples(part.seen());
                boolean unseen = (part.samples().left() > 0 && part.seen().samples() == 0)
                        || (part.loads().left() > 0 && loadMs == 0);
                if (unseen) {
                    return Optional.empty();
                }
                ms += part.samples().left() == 0
                        ? 0
                        : part.samples().left() * part.seen().ms() / part.seen().samples() / workers;
                ms += part.loads().left() * loadMs + part.benches().left() * expected.benchMs();
            }
        }
        return Optional.of(Duration.ofMillis(Math.round(ms)));
    }

    private double fromSamples(Seen seen) {
        return seen.work() == 0 ? 0 : expected.loadWork() * seen.ms() / seen.work();
    }
}
