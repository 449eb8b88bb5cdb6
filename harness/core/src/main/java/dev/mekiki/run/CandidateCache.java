package dev.mekiki.run;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ChoiceWay;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Task;
import dev.mekiki.port.AnswerCache;
import dev.mekiki.port.AnswerCache.CachedAnswer;
import dev.mekiki.port.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One candidate's answers given before. A request is the digest of the model's files, the engine's build, all its options with the content
 * of files that they name, the chat template's digest, Mekiki's version, and the request itself to its last setting; never a name. A model
 * whose files cannot be read (at an endpoint) is not cached: nothing tells when it changes.
 */
final class CandidateCache {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final AnswerCache cache;
    private final InstantSource clock;
    private final Map<String, Object> identity;

    private CandidateCache(AnswerCache cache, InstantSource clock, Map<String, Object> identity) {
        this.cache = cache;
        this.clock = clock;
        this.identity = identity;
    }

    /** @param files options of this engine that name files */
    static Optional<CandidateCache> of(Optional<AnswerCache> cache, Optional<Dossier> dossier, Candidate candidate,
            Set<String> files, EngineDescription engine, String version, InstantSource clock) {
        if (cache.isEmpty() || dossier.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("mekiki", version);
        identity.put("weights", dossier.get().digest());
        identity.put("engine", engine.engine());
        identity.put("build", engine.version());
        identity.put("context", engine.contextTokens().isPresent() ? engine.contextTokens().getAsInt() : "unknown");
        identity.put("template", engine.chatTemplate().orElse("none"));
        identity.put("resolved", engine.resolved());
        try {
            Map<String, String> options = new TreeMap<>();
            candidate.options().forEach(
                    (key, value) -> options.put(key, files.contains(key) ? digest(Path.of(value)) : value));
            identity.put("options", options);
        } catch (UncheckedIOException | IllegalArgumentException _) {
            return Optional.empty();
        }
        return Optional.of(new CandidateCache(cache.get(), clock, identity));
    }

    private static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digested.transferTo(java.io.OutputStream.nullOutputStream());
            return "sha256:" + HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param continuations what is scored behind the prompts */
    Optional<CachedAnswer> find(Task task, List<Prompt> prompts, List<String> continuations, long seed,
            Optional<ChoiceWay> way) {
        return cache.find(request(task, prompts, continuations, seed, way));
    }

    /** Keeps whole and truncated answers; what broke, was late or was refused may go another way next time. */
    void put(Task task, List<Prompt> prompts, List<String> continuations, long seed,
            Optional<ChoiceWay> way, Sampled sampled) {
        boolean kept = switch (sampled.outcome()) {
            case Outcome.Answered answered -> true;
            case Outcome.Truncated truncated -> true;
            case Outcome.Refused refused -> false;
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Failed failed -> false;
        };
        if (kept) {
            cache.put(request(task, prompts, continuations, seed, way),
                    new CachedAnswer(sampled.outcome(), clock.instant(),
                            sampled.latencyMs(), sampled.inputTokens(), sampled.outputTokens(), sampled.course()));
        }
    }

    private String request(Task task, List<Prompt> prompts, List<String> continuations, long seed,
            Optional<ChoiceWay> way) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("of", identity);
        request.put("prompts", prompts.stream().map(Prompt::text).toList());
        request.put("templated", prompts.getFirst().templated());
        request.put("answer", task.answer().name());
        way.filter(other -> other != ChoiceWay.LOGLIKELIHOOD).ifPresent(other -> request.put("way", other.id()));
        if (way.map(ChoiceWay::needs).orElse(task.answer()) == AnswerMode.GENERATE) {
            GenerationSettings settings = task.generation();
            request.put("settings", settings);
            if (settings.temperature() > 0) {
                request.put("seed", seed);
            }
            if (way.isPresent()) {
                request.put("choices", continuations);
            }
        } else {
            request.put("continuations", continuations);
            request.put("unconditional", task.layout().unconditional());
        }
        return CANONICAL.writeValueAsString(request);
    }
}
