package dev.mekiki.license.dossier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.Dossier.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
    @TempDir
    Path folder = Path.of("");

    private List<Script> scripts(String... tokens) throws IOException {
        StringBuilder vocabulary = new StringBuilder();
        for (int i = 0; i < tokens.length; i++) {
            vocabulary.append(i == 0 ? "" : ", ").append('"').append(tokens[i]).append("\": ").append(i);
        }
        Files.writeString(folder.resolve("tokenizer.json"),
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {" + vocabulary + "}}}");
        return Scripts.read(folder, List.of("tokenizer.json"));
    }

    /** As byte-level vocabularies write UTF-8: printable bytes as themselves, the others from U+0100. */
    private static String bytes(String text) {
        StringBuilder written = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int value = octet & 0xFF;
            int others = 0;
            for (int below = 0; below < value; below++) {
                others += printable(below) ? 0 : 1;
            }
            written.append((char) (printable(value) ? value : 0x100 + others));
        }
        return written.toString();
    }

    private static boolean printable(int value) {
        return (value >= 0x21 && value <= 0x7E) || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
    }

    @Test
    void tokens_of_bytes_count_for_what_they_spell_also_without_any_space_among_them() throws IOException {
        assertThat(bytes("の")).as("as GPT-2's vocabulary has it").isEqualTo("ãģ®");
        assertThat(scripts(bytes("の"), bytes("です"), bytes("東京"), bytes("カタ"), "abc", bytes("の").substring(0, 2)))
                .containsExactlyInAnyOrder(new Script("hiragana", 2), new Script("latin", 1),
                        new Script("katakana", 1), new Script("han", 1));
    }

    @Test
    void a_vocabulary_of_characters_is_taken_as_it_is() throws IOException {
        assertThat(scripts("▁the", "の", "東京", "Ã"))
                .containsExactlyInAnyOrder(new Script("latin", 2), new Script("hiragana", 1), new Script("han", 1));
    }
}
