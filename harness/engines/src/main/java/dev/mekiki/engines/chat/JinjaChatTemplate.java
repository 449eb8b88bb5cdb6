package dev.mekiki.engines.chat;

import dev.mekiki.domain.Candidate;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.jinja.Settings;
import dev.mekiki.jinja.Template;
import dev.mekiki.jinja.TemplateException;
import dev.mekiki.port.ChatRequest;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Message;
import dev.mekiki.port.ReasoningMarks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder's chat template, given what transformers gives it ({@code apply_chat_template} of 5.23). */
public final class JinjaChatTemplate implements ChatTemplate {
    private static final String REASONING = "reasoning_content";
    /** Given by every caller, or read in every template: nothing to switch. */
    private static final Set<String> USUAL = Set.of("messages", "tools", "documents", "add_generation_prompt",
            "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token", "namespace",
            "raise_exception", "strftime_now", "range", "dict", "cycler", "joiner", "lipsum");
    private final TemplateFile file;
    private final Map<String, @Nullable Object> preset;
    private final Optional<ReasoningMarks> reasoning;

    private JinjaChatTemplate(TemplateFile file, Map<String, @Nullable Object> preset) {
        this.file = file;
        this.preset = preset;
        this.reasoning = DeclaredReasoning.in(file.source(false)).or(() -> ProbedReasoning.of(this));
    }

    /** A template that can't be parsed says so when it is rendered: the model is usable without it. */
    public static JinjaChatTemplate of(TemplateFile file) {
        return new JinjaChatTemplate(file, Map.of());
    }

    /**
     * A folder's template, with variables such as {@code enable_thinking} as the candidate's {@code chat-template} sets them.
     *
     * @throws UnusableModel if the files are not what they should be, or the candidate sets what the template does not know
     */
    public static Optional<ChatTemplate> find(ModelFolder folder, Candidate candidate) throws UnusableModel {
        return of(TemplateFile.find(folder), candidate.chatTemplate());
    }

    /**
     * A template that was found elsewhere, with variables set in it.
     *
     * @param variables each as JSON
     * @throws UnusableModel if there is no template to set them in, or it does not know them
     */
    public static Optional<ChatTemplate> of(Optional<TemplateFile> file, Map<String, String> variables)
            throws UnusableModel {
        Map<String, @Nullable Object> preset = TemplateSwitches.of(variables, file);
        return file.map(found -> new JinjaChatTemplate(found, preset));
    }

    @Override
    public String render(ChatRequest request) throws EngineException {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        List<Object> messages = new ArrayList<>();
        request.messages().forEach(message -> messages.add(prepared(message)));
        variables.put("messages", messages);
        variables.put("tools", request.tools().orElse(null));
        variables.put("documents", null);
        variables.put("add_generation_prompt", request.generationPrompt());
        variables.putAll(file.specialTokens());
        variables.putAll(preset);
        variables.putAll(request.variables());
        Settings settings = request.now().map(Settings.CHAT::at).orElse(Settings.CHAT);
        try {
            return Template.parse(file.source(request.tools().isPresent()), settings).render(variables);
        } catch (TemplateException e) {
            throw new EngineException(e.raised().map(words -> "the chat template refuses: " + words)
                    .orElse("the chat template of " + file.file() + " fails: " + e.getMessage()), e);
        }
    }

    /** Where transformers cuts: behind the last place where the last message's text, its ends stripped, stands. */
    @Override
    public String renderOpen(List<Message> messages) throws EngineException {
        String text = render(ChatRequest.open(messages));
        String last = messages.getLast().content();
        int at = text.lastIndexOf(last.strip());
        if (at < 0) {
            throw new EngineException("the chat template does not print the answer's opening “" + last + "”");
        }
        return text.substring(0,
                at + (text.startsWith(last.stripLeading(), at) ? last.stripLeading() : last.strip()).length());
    }

    /** Null keys are dropped; reasoning is there under both of its names. */
    private static Map<String, @Nullable Object> prepared(Map<String, ? extends @Nullable Object> message) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        message.forEach((key, value) -> {
            if (value != null) {
                kept.put(key, value);
            }
        });
        Object reasoning = Stream.of(REASONING, "thinking", "reasoning").map(kept::get).filter(Objects::nonNull)
                .findFirst().orElse(null);
        if (reasoning == null) {
            return kept;
        }
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        both.put("thinking", reasoning);
        both.putAll(kept);
        both.put(REASONING, reasoning);
        return both;
    }

    @Override
    public String source() {
        return file.file();
    }

    @Override
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(file.source(false).getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public Optional<ReasoningMarks> reasoning() {
        return reasoning;
    }

    @Override
    public SortedSet<String> switches() {
        return switches(file);
    }

    /** The same of a template that is only asked for them. */
    static SortedSet<String> switches(TemplateFile file) {
        try {
            SortedSet<String> names = new TreeSet<>(Template.variables(file.source(false), Settings.CHAT));
            names.removeAll(USUAL);
            return names;
        } catch (TemplateException _) {
            return Collections.emptySortedSet(); // said when it is rendered
        }
    }
}
