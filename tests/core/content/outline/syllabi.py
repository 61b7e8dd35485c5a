"""Syllabi as schools and exam boards write them; each with its topics, and the names that stand above them."""

SYLLABI = {
    "numbered": (
        (
            "Biology syllabus 2026\n"
            "1. Cell structure and function\n"
            "2. Biological molecules\n"
            "3. Cells, tissues and organs\n"
            "4. Transport in plants, animals\n"
            "5. Genetics and inheritance\n"
            "6. Evolution, natural selection and speciation\n"
        ),
        [
            ("Cell structure and function", ()),
            ("Biological molecules", ()),
            ("Cells, tissues and organs", ()),
            ("Transport in plants, animals", ()),
            ("Genetics and inheritance", ()),
            ("Evolution, natural selection and speciation", ()),
        ],
    ),
    "lists by commas": (
        (
            "NEET UG Physics\n"
            "1. Mechanics: kinematics, dynamics, energy\n"
            "2. Heat: temperature, calorimetry and gas laws\n"
            "3. Optics\n"
            "4. Waves: sound, standing waves\n"
        ),
        [
            ("kinematics", ("Mechanics",)),
            ("dynamics", ("Mechanics",)),
            ("energy", ("Mechanics",)),
            ("temperature", ("Heat",)),
            ("calorimetry and gas laws", ("Heat",)),
            ("Optics", ()),
            ("sound", ("Waves",)),
            ("standing waves", ("Waves",)),
        ],
    ),
    "bulleted": (
        (
            "Introduction to Psychology - Course Outline\n"
            "\n"
            "Research methods\n"
            "  • Experiments\n"
            "  • Correlation\n"
            "  • Ethics\n"
            "Memory\n"
            "  • Encoding\n"
            "  • Storage\n"
            "  • Retrieval\n"
            "Learning\n"
            "  • Classical conditioning\n"
            "  • Operant conditioning\n"
            "  • Applications\n"
            "Therapy\n"
            "  • Applications\n"
        ),
        [
            ("Experiments", ("Research methods",)),
            ("Correlation", ("Research methods",)),
            ("Ethics", ("Research methods",)),
            ("Encoding", ("Memory",)),
            ("Storage", ("Memory",)),
            ("Retrieval", ("Memory",)),
            ("Classical conditioning", ("Learning",)),
            ("Operant conditioning", ("Learning",)),
            ("Learning: Applications", ("Learning",)),
            ("Therapy: Applications", ("Therapy",)),
        ],
    ),
    "columns by tabs": (
        (
            "S.No.\tTopic\tHours\tMarks\n"
            "1\tElectrostatics\t8\t10\n"
            "2\tCurrent electricity\t6\t8\n"
            "3\tMagnetism, matter\t10\t12\n"
            "4\tElectromagnetic induction\t7\t10\n"
            "\tTotal\t31\t40\n"
        ),
        [
            ("Electrostatics", ()),
            ("Current electricity", ()),
            ("Magnetism, matter", ()),
            ("Electromagnetic induction", ()),
        ],
    ),
    "units with hours": (
        (
            "B.Sc. Microbiology, Semester II\n"
            "Paper code: MB-201\n"
            "Unit I: History of Microbiology (8 hours)\n"
            "Leeuwenhoek and Pasteur; Koch's postulates; Scope of microbiology.\n"
            "Unit II: Bacterial cell (12 hours)\n"
            "Cell wall; Flagella and pili; Endospores; Bacterial growth curve and its measurement.\n"
            "Unit III: Viruses (10 hours)\n"
            "Structure; Replication; Bacteriophages\n"
            "Total: 30 hours\n"
        ),
        [
            ("Leeuwenhoek and Pasteur", ("History of Microbiology",)),
            ("Koch's postulates", ("History of Microbiology",)),
            ("Scope of microbiology", ("History of Microbiology",)),
            ("Cell wall", ("Bacterial cell",)),
            ("Flagella and pili", ("Bacterial cell",)),
            ("Endospores", ("Bacterial cell",)),
            ("Bacterial growth curve and its measurement", ("Bacterial cell",)),
            ("Structure", ("Viruses",)),
            ("Replication", ("Viruses",)),
            ("Bacteriophages", ("Viruses",)),
        ],
    ),
    "markdown": (
        (
            "# Statistics\n"
            "\n"
            "## Confidence intervals\n"
            "- A single mean\n"
            "- A population proportion\n"
            "- Two means\n"
            "\n"
            "## Hypothesis testing\n"
            "- A single mean\n"
            "- Errors of type I and II\n"
            "- Examples\n"
            "\n"
            "## Regression\n"
            "- Correlation\n"
            "- Least squares\n"
        ),
        [
            ("Confidence intervals: a single mean", ("Statistics", "Confidence intervals")),
            ("Confidence intervals: a population proportion", ("Statistics", "Confidence intervals")),
            ("Two means", ("Statistics", "Confidence intervals")),
            ("Hypothesis testing: a single mean", ("Statistics", "Hypothesis testing")),
            ("Errors of type I and II", ("Statistics", "Hypothesis testing")),
            ("Hypothesis testing: Examples", ("Statistics", "Hypothesis testing")),
            ("Correlation", ("Statistics", "Regression")),
            ("Least squares", ("Statistics", "Regression")),
        ],
    ),
    "romans and letters": (
        (
            "I. Criminal Law\n"
            "A. Homicide\n"
            "B. Theft\n"
            "C. Inchoate offences\n"
            "II. Contract Law\n"
            "A. Offer and acceptance\n"
            "B. Consideration\n"
            "III. Torts\n"
            "A. Negligence\n"
            "B. Nuisance\n"
        ),
        [
            ("Homicide", ("Criminal Law",)),
            ("Theft", ("Criminal Law",)),
            ("Inchoate offences", ("Criminal Law",)),
            ("Offer and acceptance", ("Contract Law",)),
            ("Consideration", ("Contract Law",)),
            ("Negligence", ("Torts",)),
            ("Nuisance", ("Torts",)),
        ],
    ),
    "paragraphs": (
        (
            "Inorganic chemistry\n"
            "\n"
            "Periodic table\n"
            "Chemical bonding\n"
            "Coordination compounds\n"
            "\n"
            "Organic chemistry\n"
            "\n"
            "Hydrocarbons\n"
            "Haloalkanes\n"
            "Alcohols, phenols and ethers\n"
        ),
        [
            ("Periodic table", ("Inorganic chemistry",)),
            ("Chemical bonding", ("Inorganic chemistry",)),
            ("Coordination compounds", ("Inorganic chemistry",)),
            ("Hydrocarbons", ("Organic chemistry",)),
            ("Haloalkanes", ("Organic chemistry",)),
            ("Alcohols, phenols and ethers", ("Organic chemistry",)),
        ],
    ),
    "plain below a title": (
        (
            "NEET UG Biology\n"
            "The living world\n"
            "Plant kingdom\n"
            "Animal kingdom\n"
            "Morphology of flowering plants\n"
            "Biomolecules\n"
        ),
        [
            ("The living world", ()),
            ("Plant kingdom", ()),
            ("Animal kingdom", ()),
            ("Morphology of flowering plants", ()),
            ("Biomolecules", ()),
        ],
    ),
    "chapters with marks": (
        (
            "Chapter 1 Real numbers - 6 marks\n"
            "Chapter 2 Polynomials - 8 marks\n"
            "Chapter 3 Pair of linear equations in two variables - 10 marks\n"
            "Chapter 4 Quadratic equations - 8 marks\n"
        ),
        [
            ("Real numbers", ()),
            ("Polynomials", ()),
            ("Pair of linear equations in two variables", ()),
            ("Quadratic equations", ()),
        ],
    ),
    "a table in markdown": (
        (
            "| Week | Topic | Hours |\n"
            "|---|---|---|\n"
            "| 1 | Supply and demand | 3 |\n"
            "| 2 | Elasticity | 3 |\n"
            "| 3 | Market failure | 4 |\n"
        ),
        [
            ("Supply and demand", ()),
            ("Elasticity", ()),
            ("Market failure", ()),
        ],
    ),
    "decimals": (
        (
            "CS101 Data structures\n"
            "1 Introduction\n"
            "1.1 Algorithm analysis\n"
            "1.2 Recursion\n"
            "2 Linear structures\n"
            "2.1 Arrays\n"
            "2.2 Linked lists\n"
            "3 Trees\n"
            "3.1 Binary search trees\n"
            "3.2 Applications\n"
        ),
        [
            ("Algorithm analysis", ("CS101 Data structures", "Introduction")),
            ("Recursion", ("CS101 Data structures", "Introduction")),
            ("Arrays", ("CS101 Data structures", "Linear structures")),
            ("Linked lists", ("CS101 Data structures", "Linear structures")),
            ("Binary search trees", ("CS101 Data structures", "Trees")),
            ("Trees: Applications", ("CS101 Data structures", "Trees")),
        ],
    ),
}
