package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.Conformance;
import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.port.ChatRequest;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.Generation;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine whose answers follow from the prompt and the seed alone, and whose faults are written in its options. */
public final class FakeEngine implements EngineProvider {
    /** How many requests ran at once at most, over all engines of this provider. */
    final AtomicInteger most = new AtomicInteger();
    final List<String> log = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String summary() {
        return "answers from a hash";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("latency-ms", "how long an answer takes");
        options.put("fail", "prompts with this text fail");
        options.put("fail-times", "that many attempts of each prompt fail");
        options.put("slow", "prompts with this text take until the deadline");
        options.put("deaf", "prompts with this text ignore their deadline");
        options.put("scorer", "false: no log-probabilities");
        options.put("choose", "true: it can constrain an answer to given texts");
        options.put("template", "true: it has a chat template");
        options.put("blocks", "a conformance check fails that blocks this answer mode");
        options.put("refuse", "the engine refuses the candidate");
        options.put("open", "why opening fails");
        options.put("context", "tokens");
        options.put("version", "of the engine");
        return options;
    }

    @Override
    public Optional<String> refusal(Candidate candidate) {
        return Optional.ofNullable(candidate.options().get("refuse"));
    }

    @Override
    public Engine open(Candidate candidate) throws EngineException {
        log.add("open " + candidate.name());
        if (candidate.options().containsKey("open")) {
            throw new EngineException(candidate.options().get("open"));
        }
        return new Opened(candidate);
    }

    @Override
    public Availability availability() {
        return new Availability(true, "always");
    }

    /** Characters are tokens; special ones add one. */
    static final class Characters implements Tokenizer {
        @Override
        public int[] encode(String text, boolean special) {
            int[] points = text.codePoints().toArray();
            int[] ids = new int[points.length + (special ? 1 : 0)];
            System.arraycopy(points, 0, ids, ids.length - points.length, points.length);
            return ids;
        }

        @Override
        public String decode(int[] ids) {
            return new String(ids, 0, ids.length);
        }

        @Override
        public List<String> tokens(int[] ids) {
            return java.util.Arrays.stream(ids).mapToObj(Character::toString).toList();
        }
    }

    private final class Opened implements Engine, LogprobScorer {
        private final Candidate candidate;
        private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();

        Opened(Candidate candidate) {
            this.candidate = candidate;
        }

        private String option(String key, String otherwise) {
            return candidate.options().getOrDefault(key, otherwise);
        }

        @Override
        public EngineDescription description() {
            return new EngineDescription("fake", option("version", "1"),
                    OptionalInt.of(Integer.parseInt(option("context", "4096"))), Optional.empty(),
                    new TreeMap<>(candidate.options()));
        }

        @Override
        public Optional<Tokenizer> tokenizer() {
            return Optional.of(new Characters());
        }

        @Override
        public Optional<ChatTemplate> chatTemplate() {
            return candidate.options().containsKey("template") ? Optional.of(new Template()) : Optional.empty();
        }

        @Override
        public Optional<LogprobScorer> logprobs() {
            return option("scorer", "true").equals("true") ? Optional.of(this) : Optional.empty();
        }

        @Override
        public Optional<ConstrainedGenerator> constrained() {
            return candidate.options().containsKey("choose")
                    ? Optional.of((prompt, options, settings, seed, deadline) -> new ConstrainedGenerator.Choice(
                            OptionalInt.of((int) Long.remainderUnsigned(Seeds.of(seed, prompt.text()), options.size())),
                            new Generation("", Generation.Finish.END_OF_TEXT, 1, 1), OptionalInt.empty()))
                    : Optional.empty();
        }

        private void work(String prompt, Deadline deadline) throws EngineException {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                long ms = Long.parseLong(option("latency-ms", "0"));
                long until = System.nanoTime() + Duration.ofMillis(ms).toNanos();
                boolean deaf = marked("deaf", prompt);
                while (deaf || System.nanoTime() < until || (marked("slow", prompt) && !deadline.passed())) {
                    if (!deaf && deadline.passed()) {
                        return;
                    }
                    java.util.concurrent.locks.LockSupport.parkNanos(200_000);
                }
                int attempt = attempts.computeIfAbsent(prompt, _ -> new AtomicInteger()).incrementAndGet();
                if (marked("fail", prompt) || attempt <= Integer.parseInt(option("fail-times", "0"))) {
                    throw new EngineException("scripted failure " + attempt);
                }
            } finally {
                running.decrementAndGet();
            }
        }

        private boolean marked(String option, String prompt) {
            return candidate.options().containsKey(option) && prompt.contains(candidate.options().get(option));
        }

        @Override
        public Generation generate(Prompt prompt, GenerationSettings settings, long seed, Deadline deadline,
                GenerationListener listener) throws EngineException {
            work(prompt.text(), deadline);
            int input = new Characters().encode(prompt.text(), !prompt.templated()).length;
            if (deadline.passed()) {
                return new Generation("", Generation.Finish.DEADLINE, input, 0);
            }
            long hash = Seeds.of(seed, candidate.name(), prompt.text());
            int length = 1 + (int) Long.remainderUnsigned(hash, 6);
            String text = Long.toHexString(hash).substring(0, Math.min(length, settings.maxTokens()));
            for (int i = 0; i < text.length(); i++) {
                listener.chunk(text.substring(i, i + 1), 1, System.nanoTime());
            }
            return new Generation(text,
                    length > settings.maxTokens() ? Generation.Finish.MAX_TOKENS : Generation.Finish.END_OF_TEXT, input,
                    text.length());
        }

        @Override
        public List<ContinuationLogprob> score(Prompt context, List<String> continuations, Deadline deadline)
                throws EngineException {
            work(context.text(), deadline);
            if (deadline.passed()) {
                throw new EngineException("the deadline passed");
            }
            return continuations.stream().map(text -> new ContinuationLogprob(text,
                    -(Seeds.of(1, candidate.name(), context.text(), text) >>> 40) / 1e6, false, text.length()))
                    .toList();
        }

        @Override
        public List<TokenLogprob> score(int[] ids) {
            return List.of();
        }

        @Override
        public List<Conformance> conformance() {
            return List.of(new Conformance("determinism", true, "equal", Set.of(AnswerMode.GENERATE)),
                    new Conformance("scripted", !candidate.options().containsKey("blocks"), "as written",
                            candidate.options().containsKey("blocks")
                                    ? Set.of(AnswerMode.valueOf(candidate.options().get("blocks")))
                                    : Set.of()));
        }

        @Override
        public OptionalLong modelBytes() {
            return OptionalLong.of(1000);
        }

        @Override
        public void close() {
            log.add("close " + candidate.name());
        }
    }

    private static final class Template implements ChatTemplate {
        @Override
        public String render(ChatRequest request) throws EngineException {
            StringBuilder text = new StringBuilder();
            for (var message : request.messages()) {
                String content = String.valueOf(message.get("content"));
                if (content.contains("no such template")) {
                    throw new EngineException("the template says no");
                }
                text.append('<').append(message.get("role")).append('>').append(content);
            }
            return text.append("<assistant>").toString();
        }

        @Override
        public String source() {
            return "fake.jinja";
        }

        @Override
        public String digest() {
            return "sha256:0";
        }
    }
}
