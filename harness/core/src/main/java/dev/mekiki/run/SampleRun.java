package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.Course;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Outcome.Answer;
import dev.mekiki.domain.Plan.RunSettings;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Task;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Asks one candidate one task's samples, one at a time, with deadline and retries. Holds no state: any thread may use it. */
final class SampleRun {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String candidate;
    private final Engine engine;
    private final Task task;
    private final Optional<ChoiceWay> way;
    private final Optional<Listed> listed;
    private final PromptMaker prompts;
    private final RunSettings settings;
    private final Optional<CandidateCache> cache;

    SampleRun(String candidate, Engine engine, Task task, RunSettings settings, Optional<CandidateCache> cache) {
        this(candidate, engine, task, settings, cache,
                task.answer() == AnswerMode.CHOICE ? Optional.of(ChoiceWay.LOGLIKELIHOOD) : Optional.empty());
    }

    /** @param way of a task with choices, how they are chosen among */
    SampleRun(String candidate, Engine engine, Task task, RunSettings settings, Optional<CandidateCache> cache,
            Optional<ChoiceWay> way) {
        this.candidate = candidate;
        this.engine = engine;
        this.task = task;
        this.way = way;
        this.listed = way.filter(ChoiceWay.GENERATED::equals).map(_ -> new Listed(task.choosing()));
        boolean generated = task.answer() == AnswerMode.GENERATE || listed.isPresent();
        this.prompts = new PromptMaker(listed.map(list -> list.task(task)).orElse(task), engine.chatTemplate(),
                generated && engine.takesMessages(), settings.seed());
        this.settings = settings;
        this.cache = cache;
    }

    /** @param broke whether the engine failed at every attempt */
    record Result(Sampled sampled, boolean broke) {}

    private List<Prompt> prompts(Item item) throws EngineException {
        return prompts.all(listed.map(list -> list.item(item)).orElse(item));
    }

    private static OptionalInt known(int tokens) {
        return tokens > 0 ? OptionalInt.of(tokens) : OptionalInt.empty();
    }

    /** What one attempt gave. */
    private record Attempt(Outcome outcome, double latencyMs, OptionalInt inputTokens, OptionalInt outputTokens,
            Optional<Course> course) {
        Attempt(Outcome outcome, double latencyMs, OptionalInt inputTokens, OptionalInt outputTokens) {
            this(outcome, latencyMs, inputTokens, outputTokens, Optional.empty());
        }
    }

    Optional<String> obstacle() {
        return prompts.obstacle().or(() -> task.answer() == AnswerMode.GENERATE
                ? task.generation().format().flatMap(engine::refusal)
                : Optional.empty());
    }

    /** The longest that a sample can take if the engine keeps its deadline. */
    static Duration longest(RunSettings settings) {
        return settings.deadline().plus(LONGEST_PAUSE).multipliedBy(settings.retries() + 1L);
    }

    /** Whether an earlier run had the answer. */
    boolean isCached(Item item) {
        return cached(item).isPresent();
    }

    private Optional<Sampled> cached(Item item) {
        if (cache.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<Prompt> all = prompts(item);
            return cache.get().find(task, all, prompts.continuations(item), seed(item), way).map(found -> new Sampled(
                    candidate, task.suite(), task.name(), item.id(), item.cluster(), all.getFirst().text(),
                    item.choices(), item.right(), item.accepted(), item.instructions(), item.labels(), found.outcome(),
                    found.latencyMs(), found.inputTokens(),
                    found.outputTokens(), 0, Optional.of(found.answeredAt()), found.course()));
        } catch (EngineException | RuntimeException _) {
            return Optional.empty(); // said when it is asked
        }
    }

    private long seed(Item item) {
        return Seeds.of(settings.seed(), task.path(), item.id());
    }

    /**
     * From an earlier run where it had the answer, otherwise asked, and kept for later runs.
     *
     * @throws InterruptedException if the thread is interrupted; the sample is then as if never asked
     */
    Result run(Item item) throws InterruptedException {
        Optional<Sampled> before = cached(item);
        if (before.isPresent()) {
            return new Result(before.get(), false);
        }
        Result result = ask(item);
        cache.ifPresent(kept -> keep(kept, item, result.sampled()));
        return result;
    }

    private void keep(CandidateCache kept, Item item, Sampled sampled) {
        try {
            kept.put(task, prompts(item), prompts.continuations(item), seed(item), way, sampled);
        } catch (EngineException | RuntimeException _) {
            // an answer that is not kept is asked again
        }
    }

    /** @throws InterruptedException if the thread is interrupted; the sample is then as if never asked */
    Result ask(Item item) throws InterruptedException {
        List<Prompt> all;
        try {
            all = prompts(item);
        } catch (EngineException | RuntimeException e) {
            return new Result(sampled(item, item.prompt(), failed(Broken.inWords(e)), 0), false);
        }
        Prompt prompt = all.getFirst();
        if (way.map(ChoiceWay::needs).orElse(task.answer()) != AnswerMode.GENERATE && engine.logprobs().isEmpty()) {
            return new Result(sampled(item, prompt.text(),
                    failed("the engine " + engine.description().engine() + " cannot score continuations"), 0), false);
        }
        for (int attempts = 1;; attempts++) {
            Attempt attempt = attempt(item, all);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean broke = attempt.outcome() instanceof Outcome.Failed;
            if (!broke || attempts > settings.retries()) {
                return new Result(sampled(item, prompt.text(), attempt, attempts), broke);
            }
            Thread.sleep(pause(attempts));
        }
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Attempt attempt(Item item, List<Prompt> all) {
        Deadline deadline = Deadline.after(settings.deadline());
        long start = System.nanoTime();
        try {
            return switch (task.answer()) {
                case CHOICE -> switch (way.orElse(ChoiceWay.LOGLIKELIHOOD)) {
                    case LOGLIKELIHOOD -> ranked(item, all, deadline, start);
                    case CONSTRAINED -> picked(item, all.getFirst(), deadline, start);
                    case GENERATED -> generated(item, all.getFirst(), deadline, start);
                };
                case LIKELIHOOD -> ranked(item, all, deadline, start);
                case ROLLING -> rolling(item, deadline, start);
                case GENERATE -> generated(item, all.getFirst(), deadline, start);
            };
        } catch (EngineException | RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
            double ms = msSince(start);
            return new Attempt(deadline.passed()
                    ? new Outcome.TimedOut(Math.round(ms))
                    : new Outcome.Failed(Broken.inWords(e)), ms, OptionalInt.empty(), OptionalInt.empty());
        }
    }

    private Attempt ranked(Item item, List<Prompt> all, Deadline deadline, long start) throws EngineException {
        LogprobScorer scorer = engine.logprobs().orElseThrow();
        List<String> continuations = prompts.continuations(item);
        List<LogprobScorer.Counted> counted = new ArrayList<>();
        if (all.size() == 1) {
            counted.add(scorer.counted(all.getFirst(), continuations, deadline));
        } else {
            for (int i = 0; i < all.size(); i++) {
                counted.add(scorer.counted(all.get(i), List.of(continuations.get(i)), deadline));
            }
        }
        List<ContinuationLogprob> logprobs = new ArrayList<>();
        counted.forEach(one -> logprobs.addAll(one.logprobs()));
        if (task.layout().unconditional()) {
            LogprobScorer.Counted without = scorer.counted(Prompt.plain(""), continuations, deadline);
            counted.add(without);
            List<ContinuationLogprob> alone = without.logprobs();
            for (int i = 0; i < logprobs.size(); i++) {
                ContinuationLogprob one = logprobs.get(i);
                logprobs.set(i, new ContinuationLogprob(one.continuation(), one.logprob(), one.greedy(), one.tokens(),
                        OptionalDouble.of(alone.get(i).logprob())));
            }
        }
        double ms = msSince(start);
        if (logprobs.size() != item.choices().size()) {
            throw new EngineException(
                    "it scored " + logprobs.size() + " of " + item.choices().size() + " choices");
        }
        checkFinite(logprobs);
        Prompt prompt = all.getFirst();
        OptionalInt input = engine.tokenizer()
                .map(tokenizer -> OptionalInt.of(tokenizer.encode(prompt.text(), !prompt.templated()).length))
                .orElse(OptionalInt.empty());
        boolean known = counted.stream().allMatch(one -> one.forwardedTokens().isPresent());
        OptionalInt forwarded = known
                ? OptionalInt.of(counted.stream().mapToInt(one -> one.forwardedTokens().orElseThrow()).sum())
                : OptionalInt.empty();
        return new Attempt(new Outcome.Answered(new Answer.Ranked(logprobs)), ms, input, OptionalInt.empty(),
                known || way.isPresent()
                        ? Optional.of(new Course(way, Optional.empty(), forwarded))
                        : Optional.empty());
    }

    private Attempt rolling(Item item, Deadline deadline, long start) throws EngineException {
        ContinuationLogprob whole = engine.logprobs().orElseThrow().rolling(item.choices().getFirst(), deadline);
        double ms = msSince(start);
        checkFinite(List.of(whole));
        return new Attempt(new Outcome.Answered(new Answer.Ranked(List.of(whole))), ms,
                OptionalInt.of(whole.tokens()), OptionalInt.empty());
    }

    private static void checkFinite(List<ContinuationLogprob> logprobs) throws EngineException {
        for (int i = 0; i < logprobs.size(); i++) {
            if (!Double.isFinite(logprobs.get(i).logprob())) {
                throw new EngineException("the log-likelihood of choice " + i + " is " + logprobs.get(i).logprob());
            }
        }
    }

    private Attempt generated(Item item, Prompt prompt, Deadline deadline, long start) throws EngineException {
        Generation generation = engine.generate(prompt, task.generation(),
                seed(item), deadline, GenerationListener.NONE);
        double ms = msSince(start);
        Separated separated = Separated.of(generation, prompt, engine);
        return attempt(generation, separated, new Answer.Text(separated.answer()), OptionalInt.empty(), ms);
    }

    private Attempt picked(Item item, Prompt prompt, Deadline deadline, long start) throws EngineException {
        ConstrainedGenerator generator = engine.constrained().orElseThrow();
        ConstrainedGenerator.Choice choice = generator.choose(prompt, prompts.continuations(item), task.generation(),
                seed(item), deadline);
        double ms = msSince(start);
        int option = choice.option().orElse(-1);
        if (option >= item.choices().size()) {
            throw new EngineException("it chose " + option + " of " + item.choices().size() + " choices");
        }
        return attempt(choice.generation(), Separated.of(choice.generation(), prompt, engine),
                new Answer.Picked(option), choice.forwardedTokens(), ms);
    }

    private Attempt attempt(Generation generation, Separated separated, Answer answer, OptionalInt forwarded,
            double ms) {
        boolean unclosed = separated.thought().filter(thought -> !thought.closed()).isPresent();
        Outcome cut = unclosed
                ? new Outcome.Truncated("", task.generation().thinkingBudget())
                : new Outcome.Truncated(separated.answer(), task.generation().maxTokens());
        Outcome outcome = switch (generation.finish()) {
            case END_OF_TEXT, STOP_STRING -> unclosed ? cut : new Outcome.Answered(answer);
            case MAX_TOKENS -> cut;
            case DEADLINE -> new Outcome.TimedOut(Math.round(ms));
            case REFUSED -> new Outcome.Refused(
                    generation.text().isBlank() ? "the engine declined to answer" : generation.text());
        };
        return new Attempt(outcome, ms, known(generation.inputTokens()), known(generation.outputTokens()),
                Optional.of(new Course(way, separated.thought(), forwarded))
                        .filter(course -> !course.equals(Course.PLAIN)));
    }

    private static double msSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static Attempt failed(String reason) {
        return new Attempt(new Outcome.Failed(reason), 0, OptionalInt.empty(), OptionalInt.empty());
    }

    /** For a sample whose thread did not come back. */
    Sampled hung(Item item, Duration after) {
        return sampled(item, item.prompt(), new Attempt(new Outcome.TimedOut(after.toMillis()), after.toMillis(),
                OptionalInt.empty(), OptionalInt.empty()), 1);
    }

    private Sampled sampled(Item item, String prompt, Attempt attempt, int attempts) {
        return new Sampled(candidate, task.suite(), task.name(), item.id(), item.cluster(), prompt, item.choices(),
                item.right(), item.accepted(), item.instructions(), item.labels(), attempt.outcome(),
                attempt.latencyMs(),
                attempt.inputTokens(), attempt.outputTokens(), attempts, Optional.empty(),
                attempt.course().or(() -> way.map(Course.PLAIN::withWay)));
    }
}
