package dev.mekiki.engines.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.engines.Models;
import dev.mekiki.engines.jlama.JlamaProvider;
import dev.mekiki.engines.model.ModelFolder;
import dev.mekiki.engines.model.UnusableModel;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {
    private static final String CHATML = "{{ bos_token }}{% for m in messages %}{{ '[' + m['role'] + ']' + m['content'] + eos_token }}"
            + "{% endfor %}{% if add_generation_prompt %}{{ '[assistant]' }}{% endif %}{% if tools %}no{% endif %}";
    private static final List<Message> MESSAGES = List.of(new Message("system", "簡潔に。"), new Message("user", "首都は？"));
    private static final String RENDERED = "<s>[system]簡潔に。</s>[user]首都は？</s>[assistant]";
    @TempDir
    Path folder = Path.of("");

    private ChatTemplate template() throws UnusableModel {
        return JinjaChatTemplate.of(TemplateFile.find(ModelFolder.of(folder.toString())).orElseThrow());
    }

    private void config(String template) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"</s>\", \"chat_template\": " + template
                        + "}");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Test
    void a_template_in_tokenizer_config() throws Exception {
        config(quoted(CHATML));
        assertThat(template().render(MESSAGES)).isEqualTo(RENDERED);
        // sha256sum of the template's text
        assertThat(template().digest()).startsWith("sha256:").hasSize(71);
    }

    @Test
    void the_default_of_a_list_and_a_file_of_its_own_before_both() throws Exception {
        config("[{\"name\": \"tool_use\", \"template\": \"x\"}, {\"name\": \"default\", \"template\": " + quoted(CHATML)
                + "}]");
        assertThat(template().render(MESSAGES)).isEqualTo(RENDERED);
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages[-1].content }}!");
        assertThat(template().render(MESSAGES)).isEqualTo("首都は？!");
    }

    @Test
    void a_template_that_refuses_or_fails_says_so() throws Exception {
        config(quoted("{{ raise_exception('no system role') }}"));
        assertThatThrownBy(() -> template().render(MESSAGES)).isInstanceOf(EngineException.class)
                .hasMessageContaining("no system role");
        config(quoted("{% if %}"));
        assertThatThrownBy(() -> template().render(MESSAGES)).isInstanceOf(EngineException.class)
                .hasMessageContaining("chat template");
        config("7");
        assertThatThrownBy(this::template).isInstanceOf(UnusableModel.class).hasMessageContaining("should be a text");
    }

    @Test
    void a_model_without_a_template_has_none_and_one_with_it_does() throws Exception {
        try (var engine = Models.open("gpt2-prefixed")) {
            assertThat(engine.chatTemplate()).isEmpty();
        }
        for (String file : new String[]{"config.json", "model.safetensors", "tokenizer.json"}) {
            Files.copy(Models.folder("llama-bf16").resolve(file), folder.resolve(file));
        }
        config(quoted(CHATML));
        try (var engine = new JlamaProvider().open(Models.candidate(folder))) {
            assertThat(engine.description().chatTemplate()).hasValue(engine.chatTemplate().orElseThrow().digest());
            assertThat(engine.chatTemplate().orElseThrow().render(MESSAGES)).isEqualTo(RENDERED);
        }
    }
}
