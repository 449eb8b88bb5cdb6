package dev.mekiki.license.dossier;

import dev.mekiki.license.dossier.ModelFacts.Statement;
import dev.mekiki.license.dossier.Transparency.Item;
import dev.mekiki.license.dossier.Transparency.Reason;
import dev.mekiki.license.dossier.Transparency.State;
import dev.mekiki.license.files.ModelCard;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks through a card's text, line by line, for what it says of data, code and recipe, in English and Japanese. */
final class CardStatements {
    private static final int MOST_LINES = 20_000;
    private static final int LONGEST_LINE = 2_000;
    private static final int LONGEST_SHOWN = 200;
    private static final int MOST_STATEMENTS = 12;
    private static final int LINES_AFTER_HEADING = 3;
    private static final Pattern DATA = Pattern.compile(
            "training (?:data|corpus|corpora|dataset|set)|training[ -]data|pre-?train(?:ing|ed) (?:data|corpus|corpora|on)|(?:trained|fine-?tuned|tuned|built) (?:\\w+ ){0,4}(?:on|with) "
                    + "|instruction[ -]tuning data|学習データ|学習に(?:用い|使用|利用)|訓練データ|事前学習|データセット|コーパス");
    private static final Pattern PLAIN_DATA_HEADING = Pattern
            .compile("(?:the )?(?:data|datasets?|corpus|corpora|データ)\\W*");
    private static final Pattern WITHHELD = Pattern.compile(
            "(?:not|never|cannot be|can't be|won't be|isn't|aren't) (?:be )?(?:been )?(?:publicly )?(?:disclos|releas|publish|public|shar|open)\\w*|undisclosed|proprietary|non-?public|非公開|公開(?:し|され)(?:て(?:い|お)?)?(?:ない|ません|りません)|公開はし(?:ない|ません)");
    private static final Pattern CODE = Pattern.compile(
            "https?://(?:github\\.com|gitlab\\.com|codeberg\\.org)/[\\w.-]+/[\\w.-]+");
    private static final Pattern ABOUT_TRAINING = Pattern.compile("train|fine-?tun|pre-?train|学習|訓練|チューニング|recipe|レシピ");
    private static final Pattern CODE_LIBRARY = Pattern.compile(
            "github\\.com/(?:nvidia/megatron|microsoft/(?:megatron|deepspeed)|eleutherai/gpt-neox|huggingface/(?:transformers|trl|accelerate|peft)|axolotl-ai|ggml-org|ggerganov|vllm-project|sgl-project)");
    private static final Pattern RECIPE = Pattern.compile(
            "learning[ -]rate|batch size|hyper-?parameters?|adamw|training (?:procedure|recipe|details|hyper|configuration|regime)|arxiv\\.org/|technical report|学習率|バッチサイズ|ハイパーパラメータ|ハイパーパラメーター|学習手順|学習設定|テクニカルレポート|技術報告");

    private final List<Statement> data = new ArrayList<>();
    private final Map<Item, Reason> reasons = new EnumMap<>(Item.class);

    private CardStatements() {}

    static ModelFacts.Training read(ModelCard card, List<String> datasets, Statement weights) {
        CardStatements found = new CardStatements();
        found.reasons.put(Item.WEIGHTS, new Reason(Item.WEIGHTS, State.PUBLISHED, Optional.of(weights)));
        found.prose(card.prose());
        if (!datasets.isEmpty()) {
            found.reasons.put(Item.DATA, new Reason(Item.DATA, State.PUBLISHED,
                    Optional.of(new Statement(
                            card.datasets().isEmpty() ? "general.datasets" : ModelCard.FILE + ": datasets",
                            String.join(", ", datasets)))));
        }
        return new ModelFacts.Training(datasets, found.data, Transparency.of(found.reasons));
    }

    private void prose(ModelCard.Prose prose) {
        int number = prose.line();
        int heading = 0;
        boolean fence = false;
        for (String line : (Iterable<String>) prose.text().lines().limit(MOST_LINES)::iterator) {
            String lower = (line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)
                    .toLowerCase(Locale.ROOT).strip();
            fence ^= lower.startsWith("```");
            if (!fence && !lower.isEmpty()) {
                boolean title = lower.startsWith("#");
                String words = title ? lower.replaceFirst("^#+\\s*", "") : lower;
                boolean about = DATA.matcher(words).find();
                if (title) {
                    heading = about || PLAIN_DATA_HEADING.matcher(words).matches() ? LINES_AFTER_HEADING : 0;
                } else {
                    line(line.strip(), lower, ModelCard.FILE + ":" + number, about || heading > 0);
                    heading--;
                }
            }
            number++;
        }
    }

    private void line(String line, String lower, String source, boolean data) {
        Statement statement = new Statement(source,
                line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line);
        if (data) {
            if (this.data.size() < MOST_STATEMENTS) {
                this.data.add(statement);
            }
            State state = WITHHELD.matcher(lower).find() ? State.WITHHELD : State.DESCRIBED;
            Reason before = reasons.get(Item.DATA);
            // who says that the data is kept also describes it: the clearer word counts
            if (before == null || (before.state() == State.DESCRIBED && state == State.WITHHELD)) {
                reasons.put(Item.DATA, new Reason(Item.DATA, state, Optional.of(statement)));
            }
        }
        if (CODE.matcher(lower).find() && ABOUT_TRAINING.matcher(lower).find() && !CODE_LIBRARY.matcher(lower).find()) {
            reasons.putIfAbsent(Item.CODE, new Reason(Item.CODE, State.PUBLISHED, Optional.of(statement)));
        }
        if (RECIPE.matcher(lower).find()) {
            reasons.putIfAbsent(Item.RECIPE, new Reason(Item.RECIPE, State.DESCRIBED, Optional.of(statement)));
        }
    }
}
