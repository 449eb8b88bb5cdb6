package dev.mekiki.engines.jlama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.Models;
import dev.mekiki.engines.decoding.Generator;
import dev.mekiki.engines.tokenizer.HubTokenizer;
import dev.mekiki.engines.tokenizer.TextStream;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.Engine;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Generation;
import dev.mekiki.port.Generation.Finish;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Message;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.ReasoningMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny model answers the same prompt with and without a template that declares marks of reasoning. */
class ThinkingTest {
    private static final String TEMPLATE = """
            {%- for m in messages %}{{ m.content.split('<CLOSE>')[-1] }}{% endfor %}
            {%- if enable_thinking is not defined or enable_thinking %}<OPEN>{% endif %}""";
    @TempDir
    static Path temp = Path.of("");
    private static String prompt = "";

    @BeforeAll
    static void reference() throws IOException {
        prompt = Models.reference("mistral").prompt();
    }

    private static Candidate candidate(String name, String open, String close, Map<String, String> preset)
            throws IOException {
        Path folder = Files.createDirectory(temp.resolve(name));
        try (Stream<Path> files = Files.list(Models.folder("mistral"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("chat_template.jinja"),
                TEMPLATE.replace("<CLOSE>", close).replace("<OPEN>", open));
        return new Candidate(name, folder.toString(), "jlama", new TreeMap<>(), new TreeMap<>(preset));
    }

    private static Generation generate(Engine engine, Prompt asked, GenerationSettings settings)
            throws EngineException {
        return engine.generate(asked, settings, 1, Deadline.none(), GenerationListener.NONE);
    }

    @Test
    void reasoning_has_a_budget_of_its_own_and_stop_strings_do_not_end_it() throws Exception {
        try (Engine engine = new JlamaProvider().open(candidate("opened", "<think>", "</think>", Map.of()))) {
            ChatTemplate template = engine.chatTemplate().orElseThrow();
            Prompt opened = new Prompt(template.render(List.of(new Message("user", prompt))), true);
            assertThat(opened.text()).isEqualTo(prompt + "<think>");
            Generation free = generate(engine, Prompt.plain(opened.text()), GenerationSettings.greedy(7, List.of()));
            String stop = free.text().substring(1, 3);
            Generation thinking = generate(engine, opened,
                    GenerationSettings.greedy(2, List.of(stop)).withThinkingTokens(7));
            assertThat(thinking.finish()).isEqualTo(Finish.MAX_TOKENS);
            assertThat(thinking.unclosed()).isTrue();
            assertThat(thinking.text()).isEmpty();
            assertThat(thinking.reasoningTokens()).hasValue(7);
            assertThat(thinking.outputTokens()).isEqualTo(7);
            assertThat(thinking.reasoning()).isPresent();
            the_answer_begins_behind_the_closing_mark((JlamaEngine) engine);
        }
    }

    /** Any text that the model writes may be the mark here. */
    private static void the_answer_begins_behind_the_closing_mark(JlamaEngine engine) throws EngineException {
        int[] ids = engine.tokenizer().orElseThrow().encode(prompt, true);
        HubTokenizer tokenizer = (HubTokenizer) engine.tokenizer().orElseThrow();
        Generator generator = new Generator(engine.model(), () -> TextStream.of(tokenizer), new TreeSet<>(), Map.of());
        GenerationSettings settings = GenerationSettings.greedy(3, List.of());
        Generation free = generator.generate(ids, GenerationSettings.greedy(20, List.of()), 1, Deadline.none(),
                GenerationListener.NONE, Optional.empty());
        String mark = free.text().substring(3, 6);
        int at = free.text().indexOf(mark);
        Generation split = generator.generate(ids, settings, 1, Deadline.none(), GenerationListener.NONE,
                Optional.of(new Generator.Thinking(new ReasoningMarks("", mark, List.of()), true)));
        assertThat(split.unclosed()).isFalse();
        assertThat(split.reasoning()).contains(free.text().substring(0, at).strip());
        assertThat(free.text().substring(at + mark.length()).stripLeading()).startsWith(split.text());
        assertThat(split.outputTokens()).isEqualTo(split.reasoningTokens().orElseThrow() + 3);
    }

    @Test
    void the_template_is_rendered_with_what_the_candidate_sets() throws Exception {
        Candidate off = candidate("off", "<think>", "</think>", Map.of("enable_thinking", "false"));
        try (Engine engine = new JlamaProvider().open(off)) {
            assertThat(engine.chatTemplate().orElseThrow().render(List.of(new Message("user", prompt))))
                    .isEqualTo(prompt);
        }
    }

    @Test
    void an_unknown_switch_is_refused_with_those_that_there_are() throws Exception {
        Candidate wrong = candidate("wrong", "<think>", "</think>", Map.of("thinking", "false"));
        assertThat(new JlamaProvider().refusal(wrong).orElseThrow()).contains("knows no variable thinking")
                .contains("it has enable_thinking");
        assertThatThrownBy(() -> new JlamaProvider().open(wrong)).isInstanceOf(EngineException.class);
    }
}
