package dev.mekiki.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.License;
import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.lineage.Families;
import dev.mekiki.license.lineage.TokenizerFacts;
import dev.mekiki.port.ModelFiles;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Licenses that come from what a model was made of, and the ways in which a model's own files fail to say so. */
class OriginsTest {
    private static final String LLAMA_3 = """
            {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 128256, "hidden_size": 4096}""";
    private static final String DEEPSEEK_V3 = """
            {"architectures": ["DeepseekV3ForCausalLM"], "model_type": "deepseek_v3", "vocab_size": 129280}""";
    private static final LicenseTexts TEXTS = new LicenseTexts(Catalogue.load());
    @TempDir
    Path root = Path.of("");
    private Path folder = root;
    private FilesInspector inspector = new FilesInspector();

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectories(root.resolve("models").resolve("hinoki"));
        inspector = new FilesInspector(Clock.systemUTC(), Catalogue.load(), new ModelFiles(root.resolve("hub")));
    }

    private ModelFolder model() {
        return new ModelFolder(folder);
    }

    private ModelFolder beside(String name) throws IOException {
        return new ModelFolder(Files.createDirectories(folder.resolveSibling(name)));
    }

    private Examination examine(Path... beside) {
        return inspector.examine(model().candidate(), Usage.inHouse().profile(), List.of(beside));
    }

    /** All that it says has Japanese too. */
    private LicenseFinding finding() {
        LicenseFinding finding = examine().finding();
        assertThat(finding.reasons()).allSatisfy(reason -> assertThat(TEXTS.japanese(reason.because()))
                .as(reason.because()).isPresent().get().asString().containsPattern("[ぁ-ん]"));
        assertThat(finding.conflicts()).allSatisfy(
                conflict -> assertThat(TEXTS.japanese(conflict)).as(conflict).isPresent());
        return finding;
    }

    private static List<String> through(LicenseFinding finding) {
        return finding.licenses().stream().map(license -> license.id() + " " + license.through()).toList();
    }

    @Test
    void base_beside_the_model_is_read_with_its_own_bases() throws IOException {
        model().card("license: apache-2.0\nbase_model: somebody/sugi");
        beside("sugi").card("license: apache-2.0\nbase_model: somebody/take");
        beside("take").card("license: cc-by-nc-4.0").file("LICENSE", Texts.of("CC-BY-NC-4.0.txt"));
        LicenseFinding finding = finding();
        assertThat(finding.verdict()).isEqualTo(Verdict.DENIED);
        assertThat(through(finding)).containsExactly("apache-2.0 own", "apache-2.0 base:somebody/sugi",
                "cc-by-nc-4.0 base:somebody/take", "cc-by-nc-4.0 base:somebody/take");
        assertThat(finding.licenses()).extracting(License::source)
                .contains("somebody/sugi/somebody/take/README.md: license", "somebody/sugi/somebody/take/LICENSE");
        assertThat(examine().files()).extracting(FileRead::name).contains("README.md", "somebody/sugi/README.md");
    }

    @Test
    void base_in_the_cache_and_base_among_the_named_models_are_read() throws IOException {
        model().card("license: mit\nbase_model: [a/in-cache, b/named]");
        Path repository = root.resolve("hub/models--a--in-cache");
        Files.createDirectories(repository.resolve("snapshots/0123"));
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), "0123");
        new ModelFolder(repository.resolve("snapshots/0123")).card("license: gemma");
        Path named = Files.createDirectories(root.resolve("elsewhere/named"));
        new ModelFolder(named).card("license: llama3.3");
        assertThat(through(examine(named).finding())).containsExactly("mit own", "gemma base:a/in-cache",
                "llama3.3 base:b/named");
        assertThat(finding().verdict()).as("without the folder nothing is known of it").isEqualTo(Verdict.REVIEW);
    }

    @Test
    void bases_that_name_each_other_end() throws IOException {
        model().card("license: mit\nbase_model: a/sugi");
        beside("sugi").card("license: mit\nbase_model: [a/hinoki, a/sugi]");
        assertThat(through(finding())).containsExactly("mit own", "mit base:a/sugi", "mit base:a/hinoki");
    }

    @ParameterizedTest
    @CsvSource({"../secret", "/etc/secret", "..", "a/..", "a/../../secret", "~/secret"})
    void names_of_bases_lead_nowhere_but_to_models(String base) throws IOException {
        Files.createDirectories(root.resolve("secret"));
        new ModelFolder(root.resolve("secret")).card("license: gemma");
        model().card("license: mit\nbase_model: \"" + base + "\"");
        assertThat(through(finding())).containsExactly("mit own");
        assertThat(finding().verdict()).isEqualTo(Verdict.REVIEW);
    }

    @ParameterizedTest
    @CsvSource({"google/gemma-2-9b, gemma", "/home/me/models/Meta-Llama-3-8B-Instruct, llama3",
            "./Llama-3.1-8B, llama3.1"})
    void adapters_are_under_their_base_too(String base, String id) throws IOException {
        model().card("license: apache-2.0\nlibrary_name: peft").file("adapter_config.json",
                "{\"base_model_name_or_path\": \"" + base + "\"}");
        assertThat(through(finding())).containsExactly("apache-2.0 own", id + " base:" + base);
        assertThat(finding().licenses().getLast().source())
                .isEqualTo("adapter_config.json: base_model_name_or_path");
        assertThat(finding().verdict()).isEqualTo(Verdict.CONDITIONAL);
    }

    @Test
    void what_only_the_base_states_is_not_the_models_own_license() throws IOException {
        model().file("adapter_config.json", "{\"base_model_name_or_path\": \"google/gemma-2-9b\"}");
        assertThat(finding().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding().reasons()).extracting(Reason::because)
                .anyMatch(text -> text.contains("for the model itself"));
    }

    @Test
    void card_and_gguf_that_differ_are_a_conflict() throws IOException {
        // as seen with a distilled Llama 3.1: the card has one license, the file made from it another
        Path gguf = folder.resolve("hinoki-Q4_K_M.gguf");
        new GgufFile(3, ByteOrder.LITTLE_ENDIAN).text("general.architecture", "llama").text("general.license", "mit")
                .number("general.base_model.count", 1)
                .text("general.base_model.0.repo_url", "https://huggingface.co/google/gemma-2-9b").writeHeader(gguf);
        model().card("license: llama3.1");
        LicenseFinding finding = inspector.license(ModelFolder.candidate(gguf.toString(), "llama.cpp"),
                Usage.inHouse().profile());
        assertThat(finding.conflicts()).containsExactly(
                "README.md: license says llama3.1, but hinoki-Q4_K_M.gguf: general.license says mit.");
        assertThat(finding.verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(through(finding)).containsExactly("llama3.1 own", "mit own", "gemma base:google/gemma-2-9b");
        assertThat(finding.licenses().get(1).sha256().orElseThrow()).hasSize(64);
        assertThat(through(finding())).as("the folder that holds it").isEqualTo(through(finding));
    }

    @Test
    void gguf_expressions_and_names_are_understood() throws IOException {
        Path gguf = folder.resolve("m.gguf");
        new GgufFile(3, ByteOrder.LITTLE_ENDIAN).text("general.license", "Apache-2.0 AND (MIT)").writeHeader(gguf);
        assertThat(through(finding())).containsExactly("apache-2.0 own", "mit own");
        new GgufFile(3, ByteOrder.LITTLE_ENDIAN).text("general.license", "other")
                .text("general.license.name", "Gemma Terms of Use").writeHeader(gguf);
        assertThat(through(finding())).containsExactly("gemma own");
        new GgufFile(3, ByteOrder.LITTLE_ENDIAN).text("general.license", "other").writeHeader(gguf);
        assertThat(finding().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void undeclared_base_is_told_by_architecture_and_vocabulary() throws IOException {
        model().card("license: apache-2.0").file("config.json", DEEPSEEK_V3);
        assertThat(finding().verdict()).isEqualTo(Verdict.REVIEW);
        assertThat(finding().reasons()).anySatisfy(reason -> {
            assertThat(reason.clause()).isEqualTo("config.json");
            assertThat(reason.because()).contains("are those of DeepSeek-V3").contains("mit, deepseek");
        });
        assertThat(examine().detected().orElseThrow().family().name()).isEqualTo("DeepSeek-V3");
        model().card("license: mit");
        assertThat(finding().verdict()).as("DeepSeek-V3 itself").isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void notice_that_names_a_publisher_counts_as_evidence() throws IOException {
        model().card("license: apache-2.0")
                .file("config.json", "{\"architectures\": [\"DeepseekV3ForCausalLM\"]}")
                .file("NOTICE", "This model includes work of DeepSeek, Copyright (c) 2023 DeepSeek.");
        assertThat(finding().reasons()).anySatisfy(reason -> {
            assertThat(reason.clause()).isEqualTo("config.json, NOTICE");
            assertThat(reason.effect()).isEqualTo(Verdict.REVIEW);
        });
    }

    @ParameterizedTest
    @CsvSource({"llama3, CONDITIONAL", "llama3.2, CONDITIONAL", "mit, REVIEW",
            "'mit\nbase_model: meta-llama/Llama-3.1-8B', CONDITIONAL"})
    void vocabulary_that_the_stated_licenses_explain_is_nothing_to_report(String card, Verdict verdict)
            throws IOException {
        model().card("license: " + card).file("config.json", LLAMA_3);
        assertThat(finding().verdict()).isEqualTo(verdict);
    }

    @Test
    void tokenizer_alone_is_a_question_not_a_finding() throws IOException {
        // SmolLM3 has Llama 3's tokenizer and nothing else of it
        model().card("license: apache-2.0").file("config.json", "{\"model_type\": \"smollm3\", \"vocab_size\": 128256}")
                .file("tokenizer_config.json",
                        """
                                {"added_tokens_decoder": {"128000": {"content": "<|begin_of_text|>"}, "128001": {"content": "<|end_of_text|>"}}}""");
        assertThat(finding().verdict()).isEqualTo(Verdict.CONDITIONAL);
        assertThat(finding().reasons()).extracting(Reason::clause).contains("tokenizer_config.json");
        assertThat(examine().files()).extracting(FileRead::role).containsExactly("card", "config", "tokenizer");
    }

    @Test
    void path_that_the_weights_were_loaded_from_is_a_trace() throws IOException {
        model().card("license: apache-2.0").file("config.json",
                "{\"model_type\": \"x\", \"_name_or_path\": \"google/gemma-2-2b\"}");
        assertThat(through(finding())).containsExactly("apache-2.0 own", "gemma base:google/gemma-2-2b");
        model().file("config.json", "{\"model_type\": \"x\", \"_name_or_path\": \"me/mine\"}");
        assertThat(finding().verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void vocabulary_is_told_by_its_order_whatever_its_special_tokens_are_called() throws IOException {
        String byName = IntStream.range(0, 2500).mapToObj(i -> "\"t" + i + "\": " + i)
                .collect(Collectors.joining(", ", "{\"model\": {\"type\": \"BPE\", \"vocab\": {", "}}}"));
        String inOrder = IntStream.range(0, 2500).mapToObj(i -> "[\"t" + i + "\", -1.5]")
                .collect(Collectors.joining(", ", "{\"model\": {\"type\": \"Unigram\", \"vocab\": [", "]}}"));
        for (String tokenizer : List.of(byName, inOrder)) {
            model().file("tokenizer.json", tokenizer);
            TokenizerFacts facts = TokenizerFacts.read(folder, List.of("tokenizer.json"), _ -> false);
            // python: sha256("\n".join("t%d" % i for i in range(1000, 2000)))
            assertThat(facts.vocabulary().low())
                    .contains("b9a23f0503009cf39fe9c024cfa30dec67ee474887f94fee32b50be62e4f23e6");
            assertThat(facts.vocabulary().high()).isEmpty();
        }
        assertThat(TokenizerFacts.read(folder, List.of("tokenizer.json"), _ -> true).vocabulary().low()).isEmpty();
    }

    @Test
    void teachers_whose_license_follows_their_outputs_bring_it_along() throws IOException {
        model().card("license: llama3.1\ndatasets:\n- tokyotech-llm/swallow-gemma-magpie-v0.1\n- a/web-text");
        assertThat(through(finding())).containsExactly("llama3.1 own",
                "gemma outputs:tokyotech-llm/swallow-gemma-magpie-v0.1");
        assertThat(finding().reasons()).extracting(Reason::clause).anyMatch(clause -> clause.startsWith("gemma "));
    }

    @ParameterizedTest
    @CsvSource({"'teacher: google/gemma-2-27b-it', CONDITIONAL",
            "'teacher_models: [meta-llama/Meta-Llama-3-70B]', REVIEW",
            "'teacher: meta-llama/Llama-3.1-405B', CONDITIONAL", "'teacher: somebody/unheard-of', REVIEW",
            "'datasets: vicgalle/alpaca-gpt4', REVIEW", "'datasets: [a/b, c/d]', ALLOWED"})
    void teachers_count_by_what_their_license_says_of_outputs(String matter, Verdict verdict) throws IOException {
        model().card("license: apache-2.0\n" + matter);
        assertThat(finding().verdict()).isEqualTo(verdict);
    }

    @Test
    void license_of_code_is_kept_apart() throws IOException {
        model().file("LICENSE-CODE", Texts.MIT);
        assertThat(finding().verdict()).as("nothing is said of the model").isEqualTo(Verdict.UNKNOWN);
        assertThat(through(finding())).containsExactly("mit code");
        model().card("license: gemma").file("MODEL_LICENSE", Texts.of("CC-BY-4.0.txt")).file("LICENSE", Texts.MIT);
        assertThat(through(finding())).containsExactly("gemma own", "mit code", "mit code", "cc-by-4.0 own");
        assertThat(finding().conflicts()).hasSize(1).first().asString().contains("MODEL_LICENSE");
    }

    @Test
    void revisions_of_one_license_do_not_contradict_each_other_and_both_hold() throws IOException {
        model().card("license: cc-by-nc-4.0").file("LICENSE", Texts.of("CC-BY-NC-3.0.txt"));
        assertThat(finding().conflicts()).isEmpty();
        assertThat(through(finding())).containsExactly("cc-by-nc-4.0 own", "cc-by-nc-3.0 own");
    }

    @Test
    void an_id_that_names_nothing_stays_open_beside_one_that_does() throws IOException {
        model().card("license: [apache-2.0, other]").file("LICENSE", Texts.of("Apache-2.0.txt"));
        assertThat(finding().verdict()).isEqualTo(Verdict.UNKNOWN);
        model().card("license: other").file("LICENSE", Texts.of("Apache-2.0.txt"));
        assertThat(finding().verdict()).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void link_to_another_model_of_the_hub_is_looked_up_and_not_followed() throws IOException {
        model().card("license: other\nlicense_name: its-own\n"
                + "license_link: https://huggingface.co/google/gemma-2-9b/blob/main/README.md");
        assertThat(through(finding())).containsExactly("its-own own", "gemma own");
        model().card("license: other\nlicense_link: https://huggingface.co/me/hinoki/blob/main/CONDITIONS.txt")
                .file("CONDITIONS.txt", Texts.of("CC-BY-NC-4.0.txt"));
        assertThat(finding().verdict()).isEqualTo(Verdict.DENIED);
    }

    @Test
    void pointer_leads_to_a_file_at_hand_and_no_further() throws IOException {
        model().file("LICENSE", "Please see TERMS.txt for the license of this model.").file("TERMS.txt", Texts.MIT);
        assertThat(through(finding())).containsExactly("mit own");
        assertThat(finding().verdict()).isEqualTo(Verdict.ALLOWED);
        Files.delete(folder.resolve("TERMS.txt"));
        assertThat(finding().verdict()).isEqualTo(Verdict.REVIEW);
    }

    @Test
    void all_that_was_read_is_listed_with_its_hash_and_the_lines_of_keys() throws IOException {
        model().card("language: ja\nlicense: mit").file("LICENSE", Texts.MIT).file("NOTICE", "Made by us.")
                .file("config.json", LLAMA_3);
        assertThat(examine().files()).extracting(FileRead::name).containsExactly("README.md", "config.json", "LICENSE",
                "NOTICE");
        assertThat(examine().files()).allSatisfy(file -> assertThat(file.sha256().orElseThrow()).hasSize(64));
        assertThat(examine().lines()).containsEntry("README.md: license", 3);
    }

    @Test
    void every_family_and_teacher_says_where_it_is_from_and_is_told_apart() {
        Families families = Families.load();
        assertThat(families.families()).hasSizeGreaterThan(10).allSatisfy(family -> {
            assertThat(family.source()).isNotBlank();
            assertThat(family.licenses()).isNotEmpty();
            assertThat(family.types()).isNotEmpty();
        });
        assertThat(families.teachers())
                .allSatisfy(
                        teacher -> assertThat(teacher.license().isPresent() ^ teacher.terms().isPresent()).isTrue());
        assertThat(families.teacher("a/Llama-3.1-made").orElseThrow().license()).contains("llama3.1");
        assertThat(families.teacher("a/llama3-made").orElseThrow().license()).contains("llama3");
    }
}
