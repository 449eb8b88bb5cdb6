package dev.mekiki.engines.served;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.openai.OpenAiProvider;
import dev.mekiki.engines.served.Software.Program;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Workplace;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** An engine that is a server of one software. */
public abstract sealed class ServedProvider implements EngineProvider {
    private final Software software;

    private ServedProvider(Software software) {
        this.software = software;
    }

    /** llama.cpp's server. */
    public static final class OfLlamaServer extends ServedProvider {
        public OfLlamaServer() {
            super(new LlamaServer());
        }
    }

    /** vLLM's server. */
    public static final class OfVllm extends ServedProvider {
        public OfVllm() {
            super(new Vllm());
        }
    }

    @Override
    public String name() {
        return software.program();
    }

    @Override
    public String summary() {
        return software.summary();
    }

    @Override
    public Map<String, String> options() {
        return ServedOptions.described(software);
    }

    @Override
    public boolean setsTemplate() {
        return true;
    }

    @Override
    public boolean installedApart() {
        return true;
    }

    @Override
    public boolean loadedAlone() {
        return true;
    }

    @Override
    public Set<String> fileOptions() {
        return Set.of(ServedOptions.BINARY, ServedOptions.TOKENIZER);
    }

    @Override
    public Set<String> mappingOptions() {
        return Set.of(ServedOptions.EXTRA);
    }

    @Override
    public Optional<String> refusal(Candidate candidate) {
        try {
            ServedOptions options = ServedOptions.read(candidate, software);
            Optional<String> refusal = software.refusal(candidate.model());
            if (refusal.isEmpty()) {
                software.find(options.binary());
            }
            return refusal;
        } catch (EngineException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Engine open(Candidate candidate) throws EngineException {
        return open(candidate, Workplace.NONE);
    }

    @Override
    public Engine open(Candidate candidate, Workplace workplace) throws EngineException {
        return ServedEngine.open(software, candidate, workplace);
    }

    @Override
    public ModelText text(Candidate candidate) throws EngineException {
        SortedMap<String, String> asked = ServedEngine.requests(software, ServedOptions.read(candidate, software),
                candidate.model());
        asked.put("url", "http://127.0.0.1:9/v1");
        return new OpenAiProvider(_ -> null).text(
                new Candidate(candidate.name(), candidate.name(), "openai", asked, candidate.chatTemplate()));
    }

    @Override
    public Availability availability() {
        try {
            Program found = software.find(Optional.empty());
            Optional<String> version = software.version(found);
            return version.map(text -> new Availability(true, text + " (" + found.where() + ")"))
                    .orElseGet(() -> new Availability(false,
                            found.where() + " does not say its version: it does not run here"));
        } catch (EngineException e) {
            return new Availability(false, String.valueOf(e.getMessage()));
        }
    }
}
