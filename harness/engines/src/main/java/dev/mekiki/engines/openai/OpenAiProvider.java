package dev.mekiki.engines.openai;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.chat.FolderText;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.ModelText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Any endpoint that speaks OpenAI's protocol. */
public final class OpenAiProvider implements EngineProvider {
    static final String NAME = "openai";

    private final Function<String, @Nullable String> environment;

    /** With this process's environment. */
    public OpenAiProvider() {
        this(System::getenv);
    }

    /** @param environment a variable's value, or null */
    public OpenAiProvider(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "asks any OpenAI-compatible endpoint: vLLM, llama-server, SGLang, Ollama, LM Studio, a cloud";
    }

    @Override
    public Map<String, String> options() {
        return EndpointOptions.described();
    }

    @Override
    public boolean takesFiles() {
        return false;
    }

    @Override
    public Set<String> fileOptions() {
        return Set.of(EndpointOptions.TOKENIZER, EndpointOptions.FILES, EndpointOptions.CA);
    }

    @Override
    public Set<String> mappingOptions() {
        return Set.of(EndpointOptions.HEADERS, EndpointOptions.EXTRA);
    }

    @Override
    public boolean setsTemplate() {
        return true;
    }

    /** Options and environment alone: nothing is sent. */
    @Override
    public Optional<String> refusal(Candidate candidate) {
        try {
            EndpointOptions.read(candidate, environment);
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Engine open(Candidate candidate) throws EngineException {
        return EndpointEngine.open(candidate, EndpointOptions.read(candidate, environment));
    }

    /** Of the folder that the option {@code tokenizer} names. */
    @Override
    public ModelText text(Candidate candidate) throws EngineException {
        EndpointOptions options = EndpointOptions.read(candidate, environment);
        if (options.tokenizer().isEmpty()) {
            throw new EngineException(
                    "the server makes the prompts; with the option tokenizer they are made here, and can be shown");
        }
        try {
            return FolderText.of(ModelFolder.of(options.tokenizer().get().toString()), candidate);
        } catch (UnusableModel e) {
            throw new EngineException("tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public Availability availability() {
        return new Availability(true,
                "needs an endpoint's address (option url); nothing is sent until a plan names one");
    }
}
